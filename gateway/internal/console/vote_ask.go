package console

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"
	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/upload"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Ask is one thing an act on a vote asks for. Its name in the form carries the act,
// since a page holds several acts.
type Ask struct {
	Kind   string // the part of the template that draws it
	Name   string // within the act
	Key    string // of its words
	Field  view.Field
	Values []string // of a group of ticks
	Files  Attached
}

// the asks of an act are made with these, in the order they are shown.

func ask(kind, name string, required bool) *Ask {
	return &Ask{Kind: kind, Name: name, Field: view.Field{Path: name, Required: required}}
}

func (a *Ask) most(n int) *Ask { a.Field.Max = n; return a }

// at says which field of the request it fills, where that has another name.
func (a *Ask) at(path string) *Ask { a.Field.Path = path; return a }

// is fills it in beforehand.
func (a *Ask) is(value string) *Ask { a.Field.Value = value; return a }

// of gives it values to choose from.
func (a *Ask) of(options ...view.Option) *Ask { a.Field.Options = options; return a }

// named puts the act into the names of its fields and finds their words: those of the act, else the common ones.
func (c *Console) named(verb string, asks []*Ask) []*Ask {
	for _, one := range asks {
		one.Field.Name = verb + "-" + one.Name
		one.Key = "vote.ask." + verb + "_" + one.Name
		if !c.Set.Words().Has(one.Key) {
			one.Key = "vote.ask." + strings.TrimRight(one.Name, "0123456789")
		}
		if strings.HasPrefix(one.Name, "count_") {
			one.Key = "vote.ask.count"
		}
		one.Files.More.Name, one.Files.More.Path = one.Field.Name, one.Field.Path
	}
	return asks
}

// given is an act with what was typed.
type given struct {
	vote       *votingv1.Vote
	etag, once string
	asks       []*Ask
}

// read takes what was posted.
func (g *given) read(r *http.Request, taken map[string][]upload.Taken) {
	for _, one := range g.asks {
		one.Field.Read(r)
		if one.Kind == "several" {
			one.Values = r.PostForm[one.Field.Name]
			for i := range one.Field.Options {
				one.Field.Options[i].Chosen = slices.Contains(one.Values, one.Field.Options[i].Value)
			}
		}
		if one.Kind == "upload" {
			one.Files.read(r, taken)
		}
	}
}

func (g *given) find(name string) *Ask {
	for _, one := range g.asks {
		if one.Name == name {
			return one
		}
	}
	return &Ask{}
}

func (g *given) text(name string) string { return g.find(name).Field.Value }

func (g *given) yes(name string) bool { return g.find(name).Field.Checked }

func (g *given) papers() []*typev1.Attachment { return g.find("papers").Files.send() }

func (g *given) day(name string) (string, error) { return day(&g.find(name).Field) }

// moment reads a day and an hour typed into two fields; nothing when both are empty.
func (g *given) moment(name string) (*timestamppb.Timestamp, error) {
	date, hour := g.find(name+"_date"), g.find(name+"_hour")
	return readMoment(&date.Field, &hour.Field)
}

func readMoment(date, hour *view.Field) (*timestamppb.Timestamp, error) {
	on, err := day(date)
	if err != nil || on == "" {
		return nil, err
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", on+" "+strings.NewReplacer("h", ":", "g", ":", ".", ":").Replace(strings.ReplaceAll(hour.Value, " ", "")), workday.Zone)
	if err != nil {
		return nil, fault.New(fault.Invalid, "NOT_AN_HOUR", fault.Field(path(hour)), fault.Param("value", hour.Value))
	}
	return timestamppb.New(at), nil
}

// number reads a whole number that is not below nought; an empty field is nought.
func (g *given) number(name string) (int64, error) { return wholeNumber(&g.find(name).Field) }

func wholeNumber(f *view.Field) (int64, error) {
	text := strings.NewReplacer(" ", "", ".", "", ",", "").Replace(f.Value)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, fault.New(fault.Invalid, "NOT_A_NUMBER", fault.Field(path(f)), fault.Param("value", f.Value))
	}
	return n, nil
}

func (g *given) count(name string) (int32, error) {
	n, err := g.number(name)
	return int32(min(n, 1<<30)), err
}

// counts reads the lines of a tally, one for each answer or candidate.
func (g *given) counts() (lines []*votingv1.OptionCount, invalid int32, err error) {
	for _, one := range g.asks {
		option, ok := strings.CutPrefix(one.Name, "count_")
		if !ok {
			continue
		}
		n, err := g.count(one.Name)
		if err != nil {
			return nil, 0, err
		}
		lines = append(lines, &votingv1.OptionCount{Option: option, Votes: n})
	}
	invalid, err = g.count("invalid")
	return lines, invalid, err
}

// people reads names typed one to a line or separated by commas.
func (g *given) people(name string) []string {
	var out []string
	for one := range strings.FieldsFuncSeq(g.text(name), func(c rune) bool { return c == '\n' || c == ',' || c == ';' }) {
		if one = strings.TrimSpace(one); one != "" {
			out = append(out, one)
		}
	}
	return out
}
