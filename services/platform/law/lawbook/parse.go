package lawbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"

	"github.com/danchu-platform/danchu/services/platform/law"
)

// parse reads one file, fills in the file's defaults and notes where each rule stands.
func parse(name string, text []byte) (law.Contents, error) {
	var f file
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&f); err != nil {
		return law.Contents{}, fmt.Errorf("lawbook: %s: %w", name, err)
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return law.Contents{}, fmt.Errorf("lawbook: %s: a file is one YAML document", name)
	}
	lines, err := linesOf(text)
	if err != nil {
		return law.Contents{}, fmt.Errorf("lawbook: %s: %w", name, err)
	}
	place := func(list string, i int) string { return fmt.Sprintf("%s:%d", name, lines(list, i)) }
	var out law.Contents
	for i, r := range f.Rules {
		out.Rules = append(out.Rules, f.rule(r, place("rules", i)))
	}
	for i, g := range f.Grounds {
		out.Grounds = append(out.Grounds, f.ground(g, place("grounds", i)))
	}
	if f.Catalogue != nil {
		c, err := f.catalogue(*f.Catalogue, name)
		if err != nil {
			return law.Contents{}, fmt.Errorf("lawbook: %s: %w", name, err)
		}
		out.Catalogues = append(out.Catalogues, c)
	}
	return out, nil
}

// linesOf returns a lookup of the line on which the i-th entry of a list starts.
func linesOf(text []byte) (func(list string, i int) int, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return nil, err
	}
	return func(list string, i int) int {
		if len(root.Content) == 0 {
			return 0
		}
		top := root.Content[0].Content
		for k := 0; k+1 < len(top); k += 2 {
			if top[k].Value == list && i < len(top[k+1].Content) {
				return top[k+1].Content[i].Line
			}
		}
		return 0
	}, nil
}

func (f file) basis(b basis) law.Basis {
	if b == (basis{}) {
		return law.Basis{} // a missing basis must be noticed, not filled in
	}
	if b.Document == "" {
		b.Document = f.Document
	}
	return law.Basis(b)
}

func (f file) period(p period) period {
	if p.From.IsZero() {
		p.From = f.From
	}
	return p
}

func (f file) rule(r rule, place string) law.Rule {
	p := f.period(r.period)
	return law.Rule{
		ID: r.ID, Title: r.Title, TitleEn: r.TitleEn, Basis: f.basis(r.Basis), Value: r.Value, Unit: r.Unit,
		Share: law.Share(r.Share), Of: r.Of, Counting: r.Counting, AppliesTo: r.AppliesTo, Overlay: r.Overlay,
		Mark: r.Mark, Notes: r.Notes, From: p.From, To: p.To, Place: place,
	}
}

func (f file) ground(g ground, place string) law.Ground {
	p := f.period(g.period)
	return law.Ground{
		ID: g.ID, Kind: g.Kind, Title: g.Title, TitleEn: g.TitleEn, Basis: f.basis(g.Basis),
		Mark: g.Mark, Notes: g.Notes, From: p.From, To: p.To, Place: place,
	}
}

func (f file) catalogue(c catalogue, place string) (law.Catalogue, error) {
	out := law.Catalogue{ID: c.ID, Title: c.Title, TitleEn: c.TitleEn, Basis: f.basis(c.Basis), Place: place}
	for _, one := range c.Forms {
		p := f.period(one.period)
		out.Forms = append(out.Forms, law.Form{
			Code: one.Code, Letter: one.Letter, Title: one.Title, TitleEn: one.TitleEn, Basis: f.basis(one.Basis),
			Mark: one.Mark, From: p.From, To: p.To,
		})
	}
	for _, one := range c.Items {
		forms, known := f.FormSets[one.FormSet]
		if one.FormSet != "" && !known {
			return law.Catalogue{}, fmt.Errorf("item %q: there is no form_set %q", one.ID, one.FormSet)
		}
		out.Items = append(out.Items, f.item(one, forms))
	}
	return out, nil
}

func (f file) item(i item, forms []required) law.Item {
	p := f.period(i.period)
	out := law.Item{
		ID: i.ID, Number: i.Number, Parent: i.Parent, Title: i.Title, TitleEn: i.TitleEn, Text: i.Text,
		Basis: f.basis(i.Basis), Mark: i.Mark, Notes: i.Notes, Heading: i.Heading, DueRule: i.DueRule,
		Frequency: i.Frequency, CountsFrom: i.CountsFrom, PersonalList: i.PersonalList, From: p.From, To: p.To,
	}
	if !i.Heading {
		out.SectorRule = "sector." + i.ID // the same for every item: an overlay needs no change here
	}
	for _, r := range forms {
		rp := f.period(r.period)
		out.Forms = append(out.Forms, law.Required{
			Form: r.Form, Need: r.Need, DurationRule: r.DurationRule, Permanent: r.Permanent, Places: r.Places,
			Basis: f.basis(r.Basis), From: rp.From, To: rp.To,
		})
	}
	return out
}
