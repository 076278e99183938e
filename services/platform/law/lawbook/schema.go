package lawbook

import (
	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// The shapes of a file. Every field is named here; anything else is refused.

type file struct {
	Document  string                `yaml:"document"`
	From      workday.Date          `yaml:"effective_from"`
	Rules     []rule                `yaml:"rules"`
	Grounds   []ground              `yaml:"grounds"`
	Catalogue *catalogue            `yaml:"catalogue"`
	FormSets  map[string][]required `yaml:"form_sets"`
}

type basis struct {
	Document string `yaml:"document"`
	Article  string `yaml:"article"`
	Clause   string `yaml:"clause"`
	Point    string `yaml:"point"`
}

type share struct {
	Num    int  `yaml:"num"`
	Den    int  `yaml:"den"`
	Strict bool `yaml:"strict"`
}

type period struct {
	From workday.Date `yaml:"effective_from"`
	To   workday.Date `yaml:"effective_to"`
}

type rule struct {
	ID        string       `yaml:"id"`
	Title     string       `yaml:"title"`
	TitleEn   string       `yaml:"title_en"`
	Basis     basis        `yaml:"basis"`
	Value     int          `yaml:"value"`
	Unit      law.Unit     `yaml:"unit"`
	Share     share        `yaml:"share"`
	Of        law.Whole    `yaml:"of"`
	Counting  law.Counting `yaml:"counting"`
	AppliesTo []string     `yaml:"applies_to"`
	Overlay   law.Overlay  `yaml:"overlay"`
	Mark      law.Mark     `yaml:"mark"`
	Notes     string       `yaml:"notes"`
	period    `yaml:",inline"`
}

type ground struct {
	ID      string   `yaml:"id"`
	Kind    string   `yaml:"kind"`
	Title   string   `yaml:"title"`
	TitleEn string   `yaml:"title_en"`
	Basis   basis    `yaml:"basis"`
	Mark    law.Mark `yaml:"mark"`
	Notes   string   `yaml:"notes"`
	period  `yaml:",inline"`
}

type catalogue struct {
	ID      string `yaml:"id"`
	Title   string `yaml:"title"`
	TitleEn string `yaml:"title_en"`
	Basis   basis  `yaml:"basis"`
	Forms   []form `yaml:"forms"`
	Items   []item `yaml:"items"`
}

type form struct {
	Code    string   `yaml:"code"`
	Letter  string   `yaml:"letter"`
	Title   string   `yaml:"title"`
	TitleEn string   `yaml:"title_en"`
	Basis   basis    `yaml:"basis"`
	Mark    law.Mark `yaml:"mark"`
	period  `yaml:",inline"`
}

type item struct {
	ID           string         `yaml:"id"`
	Number       string         `yaml:"number"`
	Parent       string         `yaml:"parent"`
	Title        string         `yaml:"title"`
	TitleEn      string         `yaml:"title_en"`
	Text         string         `yaml:"text"`
	Basis        basis          `yaml:"basis"`
	Mark         law.Mark       `yaml:"mark"`
	Notes        string         `yaml:"notes"`
	Heading      bool           `yaml:"heading"`
	DueRule      string         `yaml:"due_rule"`
	Frequency    law.Frequency  `yaml:"frequency"`
	CountsFrom   law.CountsFrom `yaml:"counts_from"`
	FormSet      string         `yaml:"form_set"`
	PersonalList bool           `yaml:"personal_list"`
	period       `yaml:",inline"`
}

type required struct {
	Form         string   `yaml:"form"`
	Need         law.Need `yaml:"need"`
	DurationRule string   `yaml:"duration_rule"`
	Permanent    bool     `yaml:"permanent"`
	Places       []string `yaml:"places"`
	Basis        basis    `yaml:"basis"`
	period       `yaml:",inline"`
}
