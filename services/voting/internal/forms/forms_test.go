package forms

import (
	"strings"
	"testing"
)

// Every form can be filled with nothing and with something, as a page and as a document, in the frame of an official paper.
func TestEveryFormIsFilled(t *testing.T) {
	t.Parallel()
	ballot, err := NewBallot("0198c0de-0000-7000-8000-000000000001", "3F7QK-M2PXD")
	if err != nil {
		t.Fatal(err)
	}
	full := Data{
		Annex: "Mẫu số 01", Title: "Tiêu đề", Commune: "Xã Võ Miếu", Circle: "Thôn <Quyết Tiến>", Name: "Quyết Tiến", Day: 21, Month: 3, Year: 2026, Matter: "Làm đường",
		Question: "Đồng ý?", Lines: []Line{{"Đồng ý", 85}}, Witnesses: []string{"Ông A", "Bà B"}, Opinions: []string{"Làm sau"}, Issued: 100, Returned: 98,
		Candidates: []Candidate{{Name: "Đỗ Thị Năm", BirthYear: 1980}}, Signers: []Signer{{"Trưởng thôn", "Ông C"}}, Roll: []Row{{Code: "001", Name: "Ông D", Present: true}},
		Ballots: []Ballot{ballot, ballot},
	}
	for _, form := range Forms() {
		for name, data := range map[string]Data{"nothing": {Title: form.Title}, "something": full} {
			page, err := HTML(form.ID, data)
			if err != nil {
				t.Fatalf("%s with %s: %v", form.ID, name, err)
			}
			if !strings.Contains(string(page), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") || strings.Contains(string(page), "<Quyết Tiến>") || strings.Contains(string(page), "ZgotmplZ") {
				t.Errorf("%s with %s reads %s", form.ID, name, page)
			}
			if _, err := DOCX(form.ID, data); err != nil {
				t.Errorf("%s with %s for Word: %v", form.ID, name, err)
			}
		}
	}
}
