package story

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"google.golang.org/protobuf/types/known/structpb"
)

// Report is what a check of a journal found.
type Report struct {
	Changes   int // acknowledged changes checked
	Resources int // things they made or moved
	Marks     int // texts that had to be there exactly once
	Faults    []string
}

func (r *Report) fault(format string, words ...any) {
	r.Faults = append(r.Faults, fmt.Sprintf(format, words...))
}

// Check asks an instance whether everything it acknowledged is there, exactly once: each thing by its name and not older than it
// was acknowledged, each text once, each request sent again answered with the same thing and changing nothing.
func Check(ctx context.Context, s *Stage, entries []Entry) (Report, error) {
	var r Report
	c := checker{Stage: s, report: &r, etags: map[string]string{}}
	for _, e := range entries {
		r.Changes++
		if err := c.there(ctx, e); err != nil {
			return r, err
		}
	}
	r.Resources = len(c.etags)
	if err := c.once(ctx, entries); err != nil {
		return r, err
	}
	for _, e := range entries {
		if err := c.repeat(ctx, e); err != nil {
			return r, err
		}
	}
	return r, c.unmoved(ctx, entries)
}

type checker struct {
	*Stage
	report *Report
	etags  map[string]string // of each resource, as the check found it
}

// resource reads anything by its name.
func (c *checker) resource(ctx context.Context, e Entry) (name, etag string, err error) {
	b, err := c.as(ctx, e.Who)
	if err != nil {
		return "", "", err
	}
	var any structpb.Struct
	if err := b.get(ctx, "/v1/"+e.Resource, nil, &any); err != nil {
		return "", "", err
	}
	return any.GetFields()["name"].GetStringValue(), any.GetFields()["etag"].GetStringValue(), nil
}

func (c *checker) there(ctx context.Context, e Entry) error {
	if _, done := c.etags[e.Resource]; !done {
		_, etag, err := c.resource(ctx, e)
		if refusal := new(Refusal); errors.As(err, &refusal) {
			c.report.fault("%s, acknowledged to %s, is not there: %v", e.Resource, e.Who, refusal)
			return nil
		}
		if err != nil {
			return err
		}
		c.etags[e.Resource] = etag
	}
	if older(c.etags[e.Resource], e.Etag) {
		c.report.fault("%s was acknowledged with etag %s and has %s", e.Resource, e.Etag, c.etags[e.Resource])
	}
	return nil
}

// older compares etags that are numbers; others cannot be compared.
func older(have, acknowledged string) bool {
	x, err1 := strconv.Atoi(have)
	y, err2 := strconv.Atoi(acknowledged)
	return err1 == nil && err2 == nil && x < y
}

// repeat sends an acknowledged request again.
func (c *checker) repeat(ctx context.Context, e Entry) error {
	if e.Method == "" {
		return nil
	}
	b, err := c.as(ctx, e.Who)
	if err != nil {
		return err
	}
	response, body, err := b.call(ctx, e.Method, e.Path, http.Header{"Content-Type": {"application/json"}}, e.Ask)
	if err != nil {
		return err
	}
	var got structpb.Struct
	if err := decode(answer{response.StatusCode, body}, &got); err != nil {
		c.report.fault("%s %s again: %v", e.Method, e.Path, err)
		return nil
	}
	if name := resourceOf(&got); name != "" && name != e.Resource && !strings.HasPrefix(name, e.Resource+"/") {
		c.report.fault("%s %s again answers %s and not %s", e.Method, e.Path, name, e.Resource)
	}
	return nil
}

// resourceOf is the name of what was answered. A part of a vote names the vote, a receipt its commitment too; a poll names nothing.
func resourceOf(got *structpb.Struct) string {
	text := func(field string) string { return got.GetFields()[field].GetStringValue() }
	switch {
	case text("name") != "":
		return text("name")
	case text("commitment") != "":
		return text("vote") + "/receipts/" + text("commitment")
	}
	return text("vote")
}

// unmoved checks that the repeats have changed nothing.
func (c *checker) unmoved(ctx context.Context, entries []Entry) error {
	seen := map[string]bool{}
	for _, e := range entries {
		before, there := c.etags[e.Resource]
		if seen[e.Resource] || !there {
			continue
		}
		seen[e.Resource] = true
		_, etag, err := c.resource(ctx, e)
		if err != nil {
			return err
		}
		if etag != before {
			c.report.fault("%s moved from etag %s to %s when its requests were repeated", e.Resource, before, etag)
		}
	}
	return nil
}

// once counts each text that was acknowledged where it must be.
func (c *checker) once(ctx context.Context, entries []Entry) error {
	texts, err := c.texts(ctx)
	if err != nil {
		return err
	}
	for _, e := range entries {
		kind, _, _ := strings.Cut(e.Resource, "/")
		all, counted := texts[kind]
		if e.Mark == "" || !counted {
			continue
		}
		if strings.HasSuffix(e.Path, "/forms") {
			if all, err = c.notes(ctx, e); err != nil {
				return err
			}
		}
		c.report.Marks++
		count := 0
		for _, one := range all {
			if one == e.Mark {
				count++
			}
		}
		if count != 1 {
			c.report.fault("%q is there %d times, want once", e.Mark, count)
		}
	}
	return nil
}

// texts lists what distinguishes the things of each kind that the story makes.
func (c *checker) texts(ctx context.Context) (map[string][]string, error) {
	found := map[string][]string{}
	for _, list := range []struct {
		kind, who, path string
		query           url.Values
		field           string
	}{
		{"publications", officer, "/v1/publications", url.Values{"unit": {"units/" + commune}}, "title"},
		{"obligations", officer, "/v1/obligations", url.Values{"unit": {"units/" + commune}}, "documentNumber"},
		{"informationRequests", citizen, "/v1/informationRequests:mine", url.Values{}, "content"},
		{"votes", villageHead, "/v1/votes", url.Values{"unit": {"units/" + village}}, "title"},
		{"roleBindings", communeAdmin, "/v1/roleBindings", url.Values{"unit": {"units/" + commune}, "include_ended": {"true"}}, "legalBasis"},
	} {
		b, err := c.as(ctx, list.who)
		if err != nil {
			return nil, err
		}
		found[list.kind] = nil // counted, even when there is nothing
		list.query.Set("page_size", "100")
		for {
			var page structpb.Struct
			if err := b.get(ctx, list.path, list.query, &page); err != nil {
				return nil, err
			}
			for _, field := range page.GetFields() {
				for _, one := range field.GetListValue().GetValues() {
					found[list.kind] = append(found[list.kind], one.GetStructValue().GetFields()[list.field].GetStringValue())
				}
			}
			next := page.GetFields()["nextPageToken"].GetStringValue()
			if next == "" {
				break
			}
			list.query.Set("page_token", next)
		}
	}
	return found, nil
}

// notes are those of the forms recorded for a publication.
func (c *checker) notes(ctx context.Context, e Entry) ([]string, error) {
	b, err := c.as(ctx, e.Who)
	if err != nil {
		return nil, err
	}
	var p disclosurev1.Publication
	if err := b.get(ctx, "/v1/"+e.Resource, nil, &p); err != nil {
		return nil, err
	}
	var notes []string
	for _, form := range p.GetForms() {
		notes = append(notes, form.GetNote())
	}
	return notes, nil
}
