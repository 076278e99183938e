// Package forms fills the forms that the decrees annex to the law, with what a vote recorded, as pages for A4 and as
// documents for Word. One template makes both. The layout of the annexes was not available: titles are theirs, the frame is
// that of official documents (quốc hiệu, tiêu ngữ, place and day, signatures), the content what the law asks to be there.
package forms

import (
	"bytes"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"image"
	"image/png"
	"slices"

	"github.com/boombuler/barcode/qr"

	"github.com/danchu-platform/danchu/services/voting/internal/ooxml"
)

//go:embed templates/*.html
var files embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{"plus": func(a, b int) int { return a + b }}).ParseFS(files, "templates/*.html"))

// Form is one form: its title and the rule of the law book that names it. Staff: it names people, or is a ballot.
type Form struct {
	ID, Title, Rule string
	Staff           bool
}

// Forms lists the forms, in the order in which they are needed.
func Forms() []Form {
	return slices.Clone([]Form{
		{ID: "nd59-05", Title: "Biên bản của Ban công tác Mặt trận về người ứng cử", Rule: "voting.annex.59_05", Staff: true},
		{ID: "nd59-01", Title: "Thông báo về cuộc họp của cộng đồng dân cư", Rule: "voting.annex.59_01"},
		{ID: "attendance", Title: "Danh sách đại diện hộ gia đình dự họp", Staff: true},
		{ID: "ballots", Title: "Phiếu lấy ý kiến hộ gia đình", Staff: true},
		{ID: "nd59-02", Title: "Biên bản kiểm phiếu biểu quyết tại cuộc họp", Rule: "voting.annex.59_02", Staff: true},
		{ID: "nd59-04", Title: "Biên bản kiểm phiếu lấy ý kiến của hộ gia đình", Rule: "voting.annex.59_04", Staff: true},
		{ID: "nd59-03", Title: "Quyết định của cộng đồng dân cư", Rule: "voting.annex.59_03", Staff: true},
		{ID: "nd61-02", Title: "Nghị quyết, biên bản thông qua hương ước, quy ước", Rule: "voting.annex.61_02", Staff: true},
		{ID: "nd61-01", Title: "Văn bản đề nghị công nhận hương ước, quy ước", Rule: "voting.annex.61_01", Staff: true},
		{ID: "nd61-03", Title: "Quyết định công nhận hương ước, quy ước", Rule: "voting.annex.61_03", Staff: true},
		{ID: "nd61-04", Title: "Quyết định tạm ngừng thực hiện hương ước, quy ước", Rule: "voting.annex.61_04", Staff: true},
		{ID: "nd61-05", Title: "Quyết định bãi bỏ hương ước, quy ước", Rule: "voting.annex.61_05", Staff: true},
	})
}

// Data is what forms tell. What is not recorded is empty, and printed as a line to be filled by hand.
type Data struct {
	Annex, Title                            string // of the form
	Commune, Circle, Name                   string // name is the place of the place-and-day line
	Day, Month, Year                        int    // of the document; 0 is left open
	Matter, Question, Background            string
	When, Where                             string
	Households, Present, Absent             int
	Issued, Returned, Invalid, Blank        int
	Lines                                   []Line
	Method, Outcome, Basis                  string
	Chair, Secretary                        string
	Committee, Witnesses, Tellers, Opinions []string
	Resolution                              string
	Candidates                              []Candidate
	Seats                                   int
	Number, Discussed, Decided              string
	Document, Reason, Effective             string // of the body that answered
	Signers                                 []Signer
	Roll                                    []Row
	Ballots                                 []Ballot
}

// Line is one line of a count.
type Line struct {
	Label string
	Votes int
}

// Candidate is somebody who stands.
type Candidate struct {
	Name, Profile string
	BirthYear     int
}

// Signer is a place for a signature; the name is empty where nobody has signed yet.
type Signer struct{ Capacity, Name string }

// Row is a household on the list at the door.
type Row struct {
	Code, Name, Address, Delegate string
	Present                       bool
}

// Ballot is one paper: a serial drawn by lot and a picture of it. Nothing on it leads to a household.
type Ballot struct {
	Serial  string
	Picture template.URL
}

// NewBallot draws the picture of a serial. The text of it is that of the paper: the vote and the serial.
func NewBallot(vote, serial string) (Ballot, error) {
	code, err := qr.Encode("danchu:votes/"+vote+"/ballots/"+serial, qr.M, qr.Auto)
	if err != nil {
		return Ballot{}, fmt.Errorf("forms: drawing the code of a ballot: %w", err)
	}
	const quiet, size = 12, 3 // pixels of the margin, and of a side of one square
	squares := code.Bounds().Dx()
	picture := image.NewPaletted(image.Rect(0, 0, squares*size+2*quiet, squares*size+2*quiet), blackAndWhite)
	for x := range squares * size {
		for y := range squares * size {
			if r, _, _, _ := code.At(x/size, y/size).RGBA(); r == 0 {
				picture.SetColorIndex(x+quiet, y+quiet, 1)
			}
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, picture); err != nil {
		return Ballot{}, fmt.Errorf("forms: writing the code of a ballot: %w", err)
	}
	return Ballot{Serial: serial, Picture: template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(file.Bytes()))}, nil
}

// HTML fills a form as a page for A4.
func HTML(form string, data Data) ([]byte, error) {
	var page bytes.Buffer
	if err := pages.ExecuteTemplate(&page, form+".html", data); err != nil {
		return nil, fmt.Errorf("forms: filling %s: %w", form, err)
	}
	return page.Bytes(), nil
}

// DOCX fills a form as a document for Word.
func DOCX(form string, data Data) ([]byte, error) {
	page, err := HTML(form, data)
	if err != nil {
		return nil, err
	}
	return ooxml.Write(page)
}
