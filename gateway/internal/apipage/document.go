// Package apipage shows the REST interface to people: one page per service, made
// from the OpenAPI description that is made from the contracts. No script and no
// viewer of somebody else's: what a program may send stands there as text.
package apipage

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// document is the part of OpenAPI 2.0 that the contracts use.
type document struct {
	Paths       map[string]map[string]operation `json:"paths"`
	Definitions map[string]schema               `json:"definitions"`
	Tags        []struct {
		Name        string `json:"name"`
		Description string `json:"description"`
	} `json:"tags"`
}

type operation struct {
	Summary     string              `json:"summary"`
	Description string              `json:"description"`
	ID          string              `json:"operationId"`
	Tags        []string            `json:"tags"`
	Parameters  []parameter         `json:"parameters"`
	Responses   map[string]response `json:"responses"`
}

type parameter struct {
	Name        string `json:"name"`
	In          string `json:"in"`
	Description string `json:"description"`
	Required    bool   `json:"required"`
	Pattern     string `json:"pattern"`
	Schema      schema `json:"schema"`
	schema
}

type response struct {
	Schema schema `json:"schema"`
}

type schema struct {
	Type        string            `json:"type"`
	Format      string            `json:"format"`
	Title       string            `json:"title"`
	Description string            `json:"description"`
	Ref         string            `json:"$ref"`
	Enum        []string          `json:"enum"`
	Items       *schema           `json:"items"`
	Properties  map[string]schema `json:"properties"`
	Required    []string          `json:"required"`
}

func parse(raw []byte) (document, error) {
	var d document
	if err := json.Unmarshal(raw, &d); err != nil {
		return d, fmt.Errorf("reading the OpenAPI description: %w", err)
	}
	return d, nil
}

// Service is one gRPC service with its calls and the nouns they speak of.
type Service struct {
	Name, URL, Text string
	Calls           []Call
	Nouns           []Noun
}

// Call is one address.
type Call struct {
	ID, Method, Path, Summary, Text string
	Parameters                      []Field
	Body, Answer                    Type
}

// Noun is a message or a list of words.
type Noun struct {
	Name, Text string
	Fields     []Field
	Words      []string
}

// Field is a field of a noun or a parameter of a call.
type Field struct {
	Name, In, Text string
	Required       bool
	Type           Type
}

// Type is what a field holds; Noun is set when it is explained on the same page.
type Type struct {
	Name, Noun string
	Many       bool
}

// services cuts the description into one part per service, in its own order.
func (d document) services() []Service {
	byName := map[string]*Service{}
	var names []string
	for path, methods := range d.Paths {
		for method, op := range methods {
			for _, tag := range op.Tags {
				if byName[tag] == nil {
					byName[tag] = &Service{Name: tag, URL: "/api/" + tag}
					names = append(names, tag)
				}
				byName[tag].Calls = append(byName[tag].Calls, d.call(path, method, op))
			}
		}
	}
	for _, tag := range d.Tags {
		if service := byName[tag.Name]; service != nil {
			service.Text = tag.Description
		}
	}
	slices.Sort(names)
	var out []Service
	for _, name := range names {
		service := byName[name]
		slices.SortFunc(service.Calls, func(a, b Call) int { return strings.Compare(a.Path+a.Method, b.Path+b.Method) })
		service.Nouns = d.nouns(service.Calls)
		out = append(out, *service)
	}
	return out
}

func (d document) call(path, method string, op operation) Call {
	call := Call{
		ID: op.ID, Method: strings.ToUpper(method), Path: path, Summary: op.Summary, Text: op.Description,
		Answer: typeOf(op.Responses["200"].Schema),
	}
	for _, p := range op.Parameters {
		if p.In == "body" {
			call.Body = typeOf(p.Schema)
			continue
		}
		if p.In == "path" && p.Pattern != "" {
			// "{name}" with the pattern "publications/[^/]+" is what a caller writes as publications/{id}.
			call.Path = strings.Replace(call.Path, "{"+p.Name+"}", strings.ReplaceAll(p.Pattern, "[^/]+", "{id}"), 1)
			continue
		}
		call.Parameters = append(call.Parameters, Field{Name: p.Name, In: p.In, Text: p.Description, Required: p.Required, Type: typeOf(p.schema)})
	}
	return call
}

// nouns are all definitions the calls lead to, however far.
func (d document) nouns(calls []Call) []Noun {
	var queue []string
	for _, call := range calls {
		queue = append(queue, call.Body.Noun, call.Answer.Noun)
		for _, p := range call.Parameters {
			queue = append(queue, p.Type.Noun)
		}
	}
	known := map[string]bool{"": true}
	var out []Noun
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		if known[name] {
			continue
		}
		known[name] = true
		noun := d.noun(name)
		for _, field := range noun.Fields {
			queue = append(queue, field.Type.Noun)
		}
		out = append(out, noun)
	}
	slices.SortFunc(out, func(a, b Noun) int { return strings.Compare(a.Name, b.Name) })
	return out
}

func (d document) noun(name string) Noun {
	s := d.Definitions[name]
	noun := Noun{Name: name, Text: join(s.Title, s.Description), Words: s.Enum}
	for field, inner := range s.Properties {
		noun.Fields = append(noun.Fields, Field{
			Name: field, Text: join(inner.Title, inner.Description), Required: slices.Contains(s.Required, field), Type: typeOf(inner),
		})
	}
	slices.SortFunc(noun.Fields, func(a, b Field) int { return strings.Compare(a.Name, b.Name) })
	return noun
}

func join(a, b string) string { return strings.TrimSpace(a + "\n" + b) }

func typeOf(s schema) Type {
	switch {
	case s.Ref != "":
		name := strings.TrimPrefix(s.Ref, "#/definitions/")
		return Type{Name: name[strings.LastIndexByte(name, '.')+1:], Noun: name}
	case s.Items != nil:
		t := typeOf(*s.Items)
		t.Many = true
		return t
	case s.Format != "":
		return Type{Name: s.Format}
	default:
		return Type{Name: s.Type}
	}
}
