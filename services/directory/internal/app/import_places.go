package app

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/vntext"
)

// places finds the village a row speaks of among those the import may enter. A
// name without diacritics counts only where the text has none at all, and only
// when one village alone is meant: Thành and Thạnh are two names.
type places struct {
	code         map[string]domain.UnitKey
	full, bare   map[string][]domain.UnitKey // by canonical name, with and without its type
	fullA, bareA map[string][]domain.UnitKey // the same without diacritics
	number       map[string][]domain.UnitKey // by the last part of the code, without zeros
	called       map[domain.UnitKey]string
	alone        domain.UnitKey // of rows that name none; "" when they must
	how          string         // the repair that is
	section      domain.UnitKey
}

func newPlaces(villages []*domain.Unit) *places {
	p := &places{
		code: map[string]domain.UnitKey{}, called: map[domain.UnitKey]string{}, number: map[string][]domain.UnitKey{},
		full: map[string][]domain.UnitKey{}, bare: map[string][]domain.UnitKey{},
		fullA: map[string][]domain.UnitKey{}, bareA: map[string][]domain.UnitKey{},
	}
	for _, v := range villages {
		key := v.Key()
		p.code[v.Code], p.called[key] = key, v.FullName
		for into, name := range map[*map[string][]domain.UnitKey]string{
			&p.full: canonical(v.FullName, vntext.NameKey), &p.bare: canonical(v.Name, vntext.NameKey),
			&p.fullA: canonical(v.FullName, vntext.Fold), &p.bareA: canonical(v.Name, vntext.Fold),
		} {
			(*into)[name] = append((*into)[name], key)
		}
		if _, number, found := strings.Cut(v.Code, "."); found {
			number = strings.TrimLeft(number, "0")
			p.number[number] = append(p.number[number], key)
		}
	}
	return p
}

// find answers with the villages a cell may mean, and how it was told: "" by code.
func (p *places) find(text string) (keys []domain.UnitKey, how string) {
	if key, ok := p.code[text]; ok {
		return []domain.UnitKey{key}, ""
	}
	if key, ok := p.code["0"+text]; ok {
		return []domain.UnitKey{key}, villageByZeros
	}
	name := canonical(text, vntext.NameKey)
	keys = slices.Concat(p.full[name])
	if len(keys) == 0 {
		keys = slices.Concat(p.bare[name])
		if digitsIn(text) == len(text) { // "1" is thôn 1, or the village whose code ends in .001
			for _, key := range p.number[strings.TrimLeft(text, "0")] {
				if !slices.Contains(keys, key) {
					keys = append(keys, key)
				}
			}
		}
	}
	if len(keys) == 0 && ascii(text) {
		name = canonical(text, vntext.Fold)
		if keys = p.fullA[name]; len(keys) == 0 {
			keys = p.bareA[name]
		}
	}
	return keys, villageByName
}

// enumerated is what stands before and behind the name of a section.
var enumerated = regexp.MustCompile(`^\s*(?:[IVXLC]+|[0-9]{1,2}|[A-Za-z])\s*[.)/]\s*|\s*(?:\([^()]*\)|[:–-]?\s*[0-9]+\s*(?:hộ|Hộ|HỘ))?\s*:?\s*$`)

// begins reports whether a row of one cell opens the section of a village, and
// remembers it. A section names the type too: "II. Thôn Trại".
func (p *places) begins(only string) bool {
	if only == "" {
		return false
	}
	for _, text := range []string{only, enumerated.ReplaceAllString(only, "")} {
		keys := p.full[canonical(text, vntext.NameKey)]
		if len(keys) == 0 && ascii(text) {
			keys = p.fullA[canonical(text, vntext.Fold)]
		}
		if len(keys) == 1 {
			p.section = keys[0]
			return true
		}
	}
	return false
}

// titled takes the village named above the heading, if it is one.
func (p *places) titled(above []string) {
	var found []domain.UnitKey
	for _, text := range above {
		key, names := " "+canonical(text, vntext.NameKey)+" ", p.full
		if ascii(text) {
			key, names = " "+canonical(text, vntext.Fold)+" ", p.fullA
		}
		var said []string
		for name := range names {
			if strings.Contains(key, " "+name+" ") {
				said = append(said, name)
			}
		}
		for _, name := range said {
			within := func(other string) bool { return other != name && strings.Contains(" "+other+" ", " "+name+" ") }
			if slices.ContainsFunc(said, within) {
				continue // "Thôn Trại" in "Thôn Trại Mới"
			}
			for _, village := range names[name] {
				if !slices.Contains(found, village) {
					found = append(found, village)
				}
			}
		}
	}
	if len(found) == 1 {
		p.alone, p.how = found[0], villageByTitle
	}
}

// short are the words officers shorten in names of villages.
var short = map[string]string{"tdp": "tổ dân phố", "kp": "khu phố", "kdc": "khu dân cư"}

// canonical is one writing for all of "TDP số 05", "Tổ dân phố 5", "tổ dân phố: 5".
func canonical(name string, key func(string) string) string {
	words := strings.FieldsFunc(vntext.Clean(name), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(".,:;()\"“”«»/", r)
	})
	var out []string
	for i, word := range words {
		if long, ok := short[strings.ToLower(word)]; ok {
			word = long
		}
		if folded := vntext.Fold(word); folded == "so" && i+1 < len(words) && digitsIn(words[i+1]) == len(words[i+1]) {
			continue
		}
		if digitsIn(word) == len(word) {
			word = strings.TrimLeft(word, "0")
		}
		out = append(out, word)
	}
	return key(strings.Join(out, " "))
}

func ascii(text string) bool {
	return strings.IndexFunc(vntext.Clean(text), func(r rune) bool { return r > unicode.MaxASCII }) < 0
}
