// Package upload takes files in from browsers and programs and hands attachments
// out again. Bytes are streamed: a file is never held in memory, neither on its
// way in nor on its way out.
//
// In: POST /v1/files, or the files of a form without JavaScript ([Files.ReadForm]).
// The answer is a signed handle bound to who sent it; a service that receives the
// handle verifies it and only then is the file attached to anything.
//
// Out: the page of a publication or a request links …/files/{sha256}/{name}. Each
// download asks the owning service for the resource again, as the reader: what a
// reader may not see, or what has been withdrawn since, has no file.
package upload

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/files"
)

// Deps is what uploads need.
type Deps struct {
	Store    *files.Store
	Signer   *files.Signer
	Verifier authn.Verifier // for programs that send a token; nil: browsers only
	Max      int64          // bytes of one file
	Log      *slog.Logger
	Refuse   func(w http.ResponseWriter, r *http.Request, err error)
}

// Files takes files in.
type Files struct{ Deps }

// New makes the uploads.
func New(d Deps) *Files { return &Files{d} }

// HandleLife is how long after an upload the file can still be attached: long
// enough to finish writing what it belongs to.
const HandleLife = 12 * time.Hour

// patience is how long one upload may take on a slow line.
const patience = 15 * time.Minute

// Taken is the answer to an upload, in the shape of danchu.type.v1.Attachment.
type Taken struct {
	Handle      string `json:"handle"`
	FileName    string `json:"fileName"`
	ContentType string `json:"contentType"`
	SizeBytes   int64  `json:"sizeBytes,string"`
	SHA256      string `json:"sha256"`
}

// Mount adds POST /v1/files.
func (f *Files) Mount(mux *http.ServeMux) {
	mux.HandleFunc("POST /v1/files", func(w http.ResponseWriter, r *http.Request) {
		taken, err := f.post(w, r)
		if err != nil {
			f.Refuse(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		w.WriteHeader(http.StatusCreated)
		if err := json.NewEncoder(w).Encode(taken); err != nil {
			f.Log.InfoContext(r.Context(), "an uploader went away", "error", err)
		}
	})
}

func (f *Files) post(w http.ResponseWriter, r *http.Request) (Taken, error) {
	uploader, err := f.uploader(r)
	if err != nil {
		return Taken{}, err
	}
	f.slow(w, r)
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return Taken{}, fault.New(fault.Invalid, "WANT_FILE", fault.Wrap(err))
	}
	if media != "multipart/form-data" {
		return f.put(r.Context(), r.URL.Query().Get("name"), media, r.Body, uploader)
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return Taken{}, fault.New(fault.Invalid, "WANT_FILE", fault.Wrap(err))
	}
	for {
		part, err := parts.NextPart()
		if err != nil {
			return Taken{}, fault.New(fault.Invalid, "WANT_FILE", fault.Field("file"), fault.Wrap(err))
		}
		if part.FileName() != "" {
			return f.put(r.Context(), part.FileName(), part.Header.Get("Content-Type"), part, uploader)
		}
	}
}

// uploader is who sends the file: the person signed in at the browser, or the
// holder of the token.
func (f *Files) uploader(r *http.Request) (string, error) {
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok && f.Verifier != nil {
		caller, err := f.Verifier.Verify(r.Context(), token)
		if err != nil {
			return "", err
		}
		if caller.SignedIn() {
			return caller.Subject, nil
		}
	}
	s, err := session.Require(r)
	if err != nil {
		return "", err
	}
	return s.Subject, nil
}

// slow gives a large file the time it needs; the size stays bounded.
func (f *Files) slow(w http.ResponseWriter, r *http.Request) {
	connection := http.NewResponseController(w)
	until := time.Now().Add(patience)
	// Not every test recorder has deadlines; a connection has.
	_ = connection.SetReadDeadline(until)
	_ = connection.SetWriteDeadline(until)
	const form = 1 << 20 // what may stand around the file
	r.Body = http.MaxBytesReader(w, r.Body, f.Max+form)
}

func (f *Files) put(ctx context.Context, name, declared string, content io.Reader, uploader string) (Taken, error) {
	handle, err := f.Store.Put(ctx, name, content, files.Limits{
		Size: f.Max, Declared: declared, Kinds: append([]files.Kind{files.MP3}, files.Documents...),
	})
	if err != nil {
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			return Taken{}, fault.New(fault.Invalid, "BODY_TOO_LARGE", fault.Field("file"), fault.Wrap(err))
		}
		return Taken{}, err
	}
	signed, err := f.Signer.Sign(handle, uploader, HandleLife)
	if err != nil {
		return Taken{}, err
	}
	return Taken{Handle: signed, FileName: handle.Name, ContentType: handle.Kind.ContentType(), SizeBytes: handle.Size, SHA256: handle.SHA256}, nil
}

// ReadForm reads a posted form that may carry files. Plain values end in
// r.PostForm as usual; each file is stored as it streams by. A file field left
// empty is no file. Forms without files are read like any other.
func (f *Files) ReadForm(w http.ResponseWriter, r *http.Request) (map[string][]Taken, error) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return nil, view.ReadForm(r)
	}
	s, err := session.Require(r)
	if err != nil {
		return nil, err
	}
	f.slow(w, r)
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, fault.New(fault.Invalid, "WANT_FILE", fault.Wrap(err))
	}
	taken := map[string][]Taken{}
	r.PostForm = map[string][]string{}
	left := int64(1 << 20)
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return taken, nil
		}
		if err != nil {
			return nil, fault.New(fault.Invalid, "BODY_TOO_LARGE", fault.Wrap(err))
		}
		if err := f.part(r, part, s.Subject, taken, &left); err != nil {
			return taken, err
		}
	}
}

func (f *Files) part(r *http.Request, part *multipart.Part, uploader string, taken map[string][]Taken, left *int64) error {
	name := part.FormName()
	if _, isFile := fileName(part); isFile {
		if part.FileName() == "" {
			return nil
		}
		one, err := f.put(r.Context(), part.FileName(), part.Header.Get("Content-Type"), part, uploader)
		if err != nil {
			return err
		}
		taken[name] = append(taken[name], one)
		return nil
	}
	value, err := io.ReadAll(io.LimitReader(part, *left+1))
	if err != nil || int64(len(value)) > *left {
		return fault.New(fault.Invalid, "BODY_TOO_LARGE", fault.Field(name), fault.Wrap(err))
	}
	*left -= int64(len(value))
	r.PostForm[name] = append(r.PostForm[name], string(value))
	return nil
}

// fileName tells a file field left empty (filename="") from a plain value.
func fileName(part *multipart.Part) (string, bool) {
	_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	name, ok := params["filename"]
	return name, err == nil && ok
}
