package console

import (
	"context"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/gateway/internal/upload"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// Form is what every form carries besides its fields: why it was not accepted,
// the mark that makes a second press the same act, and the version it was
// filled in against.
type Form struct {
	Refusal    view.Refusal
	Once, Etag string
}

// fresh is the form as it is first shown.
func fresh(etag string) Form { return Form{Once: view.NewOnce(), Etag: etag} }

// posted is the form as it came back.
func posted(r *http.Request) Form {
	return Form{Once: r.PostFormValue("once"), Etag: r.PostFormValue("etag")}
}

// id is the request id of the posted form: the same words are the same request,
// corrected words are another.
func (f Form) id(r *http.Request, files ...string) string {
	if f.Once == "" {
		return view.NewOnce() // sent without the mark the form was shown with: nothing to repeat
	}
	words := []string{r.URL.Path}
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		words = append(append(words, name), r.PostForm[name]...)
	}
	return view.Once(f.Once, append(words, files...)...)
}

// refuse puts a refusal into the form and says with which status the page is shown
// again. Faults that are not about what was typed are not for the form: the status
// is 0 and the handler returns the error.
func (c *Console) refuse(r *http.Request, form *Form, err error, fields ...*view.Field) (status int) {
	refusal, ok := c.Set.Refusal(r, err, fields...)
	if !ok {
		return 0
	}
	form.Refusal = refusal
	if stale(err) { // the page has loaded what is there now; "read again" would be the wrong advice
		form.Refusal = view.Refusal{Message: c.Set.Text(i18n.Lang(r.Context()), "desk.stale", nil)}
	}
	if kind := fault.From(err).Kind; kind == fault.Conflict || kind == fault.Exists {
		return http.StatusConflict
	}
	return http.StatusUnprocessableEntity
}

// stale tells whether somebody else was quicker.
func stale(err error) bool { return fault.From(err).Kind == fault.Conflict }

// done answers a form that was accepted: one sentence, and the page to go on with.
func (c *Console) done(w http.ResponseWriter, r *http.Request, key string, params map[string]string, to string) error {
	c.Sessions.Tell(w, key, params)
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// digests tell files that arrived with a form apart; their handles are new each time.
func digests(taken map[string][]upload.Taken) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(taken)) {
		for _, one := range taken[name] {
			out = append(out, name, one.FileName, one.SHA256)
		}
	}
	return out
}

// notFound turns "that is no id" into "no such page": to a reader a mistyped
// address is not a mistake in a form.
func notFound(err error) error {
	if f := fault.From(err); f.Kind == fault.Invalid {
		return fault.New(fault.NotFound, "NO_SUCH_PAGE", fault.Wrap(err))
	}
	return err
}

// afterwards bounds what is still to be asked once a form's files have arrived;
// the upload itself has bounds of its own.
const afterwards = 20 * time.Second

// readFiles reads a form that may carry files. A file that is not accepted is a
// refusal of the form (wrong), not of the request: what was typed stays. Forms
// put their files last, so that everything else has been read by then.
func (c *Console) readFiles(w http.ResponseWriter, r *http.Request) (taken map[string][]upload.Taken, wrong, err error) {
	taken, err = c.Uploads.ReadForm(w, r)
	if err == nil {
		return taken, nil, nil
	}
	if fault.From(err).Kind != fault.Invalid || r.PostForm == nil {
		return nil, nil, err
	}
	// The rest is read and thrown away: a browser that is cut off in the middle shows
	// its own error page and the typed text with it is gone.
	_, _ = io.Copy(io.Discard, r.Body)
	return taken, err, nil
}

func within(r *http.Request) (context.Context, context.CancelFunc) {
	return context.WithTimeout(r.Context(), afterwards)
}

// lines reads a list typed into one field, separated by commas, spaces or lines.
func lines(text string) []string {
	return strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ';' || c == '\n' || c == ' ' || c == '\t' })
}
