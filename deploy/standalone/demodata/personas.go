package demodata

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// Persona is somebody the demo lets one be.
type Persona struct {
	Subject    string `yaml:"subject"`
	Name       string `yaml:"name"`
	NationalID string `yaml:"national_id"`
	Blurb      string `yaml:"blurb"`
	Roles      []Role `yaml:"roles"`
	Group      string `yaml:"-"` // shown folded under it; empty: in the open
}

// Role is what a persona is, for a unit (by code) or for an agency (by name).
type Role struct {
	Role   string `yaml:"role"`
	Unit   string `yaml:"unit"`
	Agency string `yaml:"agency"`
}

// Document is one of the demo's publications.
type Document struct {
	File    string `yaml:"file"`
	Title   string `yaml:"title"`
	Number  string `yaml:"number"`
	Decided string `yaml:"decided"` // ISO date
	Unit    string `yaml:"unit"`    // code
	Agency  string `yaml:"agency"`  // name; empty: the commune itself
	Item    string `yaml:"item"`    // id in the catalogue
}

// Everyday is an invented disclosure of a commune, dated so many days before the demo is filled.
type Everyday struct {
	Title   string `yaml:"title"`
	Number  string `yaml:"number"`
	DaysAgo int    `yaml:"days_ago"`
	Unit    string `yaml:"unit"`
	Item    string `yaml:"item"`
	Text    string `yaml:"text"`
}

// Week reads the communes' everyday disclosures.
func Week() ([]Everyday, error) { return read[Everyday]("everyday.yaml") }

// Personas reads who the demo lets one be.
func Personas() ([]Persona, error) { return read[Persona]("personas.yaml") }

// Documents reads what the demo publishes.
func Documents() ([]Document, error) { return read[Document]("documents.yaml") }

func read[T any](name string) ([]T, error) {
	text, err := Files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var list []T
	if err := yaml.Unmarshal(text, &list); err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return list, nil
}
