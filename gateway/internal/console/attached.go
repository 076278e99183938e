package console

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"

	"github.com/danchu-platform/danchu/gateway/internal/upload"
	"github.com/danchu-platform/danchu/gateway/internal/view"
)

// Attached are the files of a form: those it has, and the field for more.
type Attached struct {
	Files []AttachedFile
	More  view.Field
}

// AttachedFile is a file that is, or will be, attached. It travels through the form
// by handle and digest, so that a refused form does not ask for the upload again and
// a service knows the files it has.
type AttachedFile struct {
	ID                   string // of its fields in the page
	Handle, SHA256, Name string
	About                string // what it shows, in words
	Dropped              bool
}

func attachedOf(name, path string, list []*typev1.Attachment) Attached {
	a := Attached{More: view.Field{Name: name, Path: path}}
	for _, one := range list {
		a.add(AttachedFile{Handle: one.GetHandle(), SHA256: one.GetSha256(), Name: one.GetFileName(), About: one.GetDescription()})
	}
	return a
}

func (a *Attached) add(file AttachedFile) {
	file.ID = a.More.Name + strconv.Itoa(len(a.Files)+1)
	a.Files = append(a.Files, file)
}

// read takes what was posted: the files shown, those ticked to be left out, and
// those that arrived with the form.
func (a *Attached) read(r *http.Request, taken map[string][]upload.Taken) {
	a.Files = nil
	abouts, drops := r.PostForm[a.More.Name+"_about"], r.PostForm[a.More.Name+"_drop"]
	for i, value := range r.PostForm[a.More.Name+"_had"] {
		part := strings.SplitN(value, " ", 3)
		if len(part) < 3 {
			continue
		}
		file := AttachedFile{Handle: part[0], SHA256: part[1], Name: part[2]}
		if i < len(abouts) {
			file.About = strings.TrimSpace(abouts[i])
		}
		a.add(file)
		last := &a.Files[len(a.Files)-1]
		last.Dropped = slices.Contains(drops, last.ID)
	}
	for _, file := range taken[a.More.Name] {
		a.add(AttachedFile{Handle: file.Handle, SHA256: file.SHA256, Name: file.FileName})
	}
}

// send is what the service is given.
func (a Attached) send() []*typev1.Attachment {
	var out []*typev1.Attachment
	for _, file := range a.Files {
		if !file.Dropped {
			out = append(out, &typev1.Attachment{Handle: file.Handle, Sha256: file.SHA256, FileName: file.Name, Description: file.About})
		}
	}
	return out
}

// same tells whether the files are still those of the list.
func (a Attached) same(list []*typev1.Attachment) bool {
	return slices.EqualFunc(a.send(), list, func(x, y *typev1.Attachment) bool {
		return x.GetSha256() == y.GetSha256() && x.GetFileName() == y.GetFileName() && x.GetDescription() == y.GetDescription()
	})
}

// FileRow is a file to take home.
type FileRow struct {
	URL, Name, Description string
	Size                   int64
}

// files lists attachments under the addresses at which they are handed out; each
// download asks the service again, as the reader.
func files(base string, list []*typev1.Attachment) []FileRow {
	var rows []FileRow
	for _, one := range list {
		rows = append(rows, FileRow{
			URL: base + "/files/" + one.GetSha256() + "/" + url.PathEscape(one.GetFileName()), Name: one.GetFileName(),
			Description: one.GetDescription(), Size: one.GetSizeBytes(),
		})
	}
	return rows
}
