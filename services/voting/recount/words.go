package recount

import (
	"embed"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/danchu-platform/danchu/services/platform/i18n"
)

//go:embed messages.*.yaml
var messageFiles embed.FS

// Words are the sentences of the recount in Vietnamese and English.
func Words() (*i18n.Catalogue, error) { return i18n.Load(messageFiles, "messages.*.yaml") }

// maxShown is the most characters of a text from the server that are printed.
const maxShown = 200

// plain makes a text from the server safe to print: no control characters, which a
// terminal would obey, and no turning of the direction of writing.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '·'
	}, text)
	if runes := []rune(text); len(runes) > maxShown {
		return string(runes[:maxShown]) + "…"
	}
	return text
}

// Write tells the report to a person.
func (r *Report) Write(w io.Writer, words *i18n.Catalogue, lang string) error {
	t := teller{w: w, words: words, lang: lang}
	t.say("report.head", "title", r.Title)
	t.say("report.log", "origin", r.Origin, "size", number(r.Size), "root", r.Root)
	t.say("report.numbers", "households", number(r.Households), "credentials", number(r.Credentials),
		"ballots", number(r.Ballots), "needed", number(r.Needed))
	for _, c := range r.Counts {
		t.say("report.count", "option", c.Option, "votes", number(c.Votes))
	}
	switch {
	case !r.Finished:
		t.say("report.unfinished")
	case r.Passed:
		t.say("report.passed")
	default:
		t.say("report.not_passed")
	}
	t.line("")
	for _, c := range r.Checks {
		t.check(c)
	}
	t.line("")
	for _, one := range r.Receipts {
		t.receipt(one)
	}
	if !r.KeysPinned {
		t.say("report.key_unpinned", "keys", strings.Join(r.Keys, " "))
	}
	if len(r.Evidence) > 0 {
		t.say("report.evidence")
		for _, text := range r.Evidence {
			for line := range strings.Lines(text) {
				t.line("  | " + plain(strings.TrimSuffix(line, "\n")))
			}
		}
	}
	if broken := r.Broken(); len(broken) > 0 {
		t.say("report.some_broken", "count", strconv.Itoa(len(broken)))
	} else {
		t.say("report.all_kept")
	}
	return t.err
}

// teller writes lines until one fails.
type teller struct {
	w     io.Writer
	words *i18n.Catalogue
	lang  string
	err   error
}

func (t *teller) line(text string) {
	if t.err == nil {
		_, t.err = fmt.Fprintln(t.w, text)
	}
}

func (t *teller) text(key string, params map[string]string) string {
	safe := map[string]string{}
	for name, value := range params {
		safe[name] = plain(value)
	}
	return t.words.Text(t.lang, key, safe)
}

func (t *teller) say(key string, params ...string) {
	named := map[string]string{}
	for i := 0; i+1 < len(params); i += 2 {
		named[params[i]] = params[i+1]
	}
	t.line(t.text(key, named))
}

func (t *teller) check(c Check) {
	t.line("[" + t.text("outcome."+string(c.Outcome), nil) + "] " + t.text("promise."+string(c.Promise), nil))
	for _, f := range c.Findings {
		t.line("  – " + t.text("finding."+f.Key, f.Params))
	}
	if more := c.Times - len(c.Findings); more > 0 {
		t.say("report.more", "more", number(more))
	}
}

func (t *teller) receipt(one ReceiptSays) {
	key := "report.receipt"
	switch {
	case one.Index < 0:
		key = "report.receipt_absent"
	case one.Choice == "":
		key = "report.receipt_waits"
	}
	params := map[string]string{"commitment": string(one.Commitment)}
	if one.Index >= 0 {
		params["index"] = number(one.Index)
	}
	if one.Choice != "" {
		params["choice"] = one.Choice
	}
	t.line(t.text(key, params))
}
