package i18n

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Catalogue is an immutable set of messages in every language. It is safe for concurrent use.
type Catalogue struct {
	messages map[string]map[string]message // language → key → message
}

// Load reads one message file per language from fsys. The pattern holds one star that stands for the language:
// "messages.*.yaml". It fails, naming each culprit, when a language has no file, a file is not a map of sentences,
// a key is given twice, a key lacks a translation, or the translations of a key use different placeholders.
func Load(fsys fs.FS, pattern string) (*Catalogue, error) {
	if strings.Count(pattern, "*") != 1 {
		return nil, fmt.Errorf("loading messages: pattern %q must hold one star where the language stands", pattern)
	}
	c := &Catalogue{messages: map[string]map[string]message{}}
	for _, lang := range Languages() {
		name := strings.Replace(pattern, "*", lang, 1)
		text, err := fs.ReadFile(fsys, path.Clean(name))
		if err != nil {
			return nil, fmt.Errorf("loading messages in %q: %w", lang, err)
		}
		if c.messages[lang], err = parseFile(text); err != nil {
			return nil, fmt.Errorf("loading messages from %s: %w", name, err)
		}
	}
	if err := c.complete(); err != nil {
		return nil, fmt.Errorf("loading messages %s: %w", pattern, err)
	}
	return c, nil
}

func parseFile(text []byte) (map[string]message, error) {
	var tree map[string]any
	if err := yaml.Unmarshal(text, &tree); err != nil {
		return nil, err
	}
	flat := map[string]message{}
	if err := flatten(flat, "", tree); err != nil {
		return nil, err
	}
	return flat, nil
}

func flatten(into map[string]message, prefix string, tree map[string]any) error {
	for name, value := range tree {
		key := prefix + name
		switch v := value.(type) {
		case string:
			if strings.TrimSpace(v) == "" {
				return fmt.Errorf("%s is empty; write the sentence", key)
			}
			if _, twice := into[key]; twice {
				return fmt.Errorf("%s is given twice", key)
			}
			m, err := parseMessage(v)
			if err != nil {
				return fmt.Errorf("%s: %w", key, err)
			}
			into[key] = m
		case map[string]any:
			if err := flatten(into, key+".", v); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%s is a %T; a message is text (put it in quotes)", key, value)
		}
	}
	return nil
}

// complete reports each key that some language lacks or says with other placeholders.
func (c *Catalogue) complete() error {
	var faults []error
	for _, key := range c.Keys() {
		first := c.messages[Vietnamese][key]
		for _, lang := range Languages() {
			m, ok := c.messages[lang][key]
			switch {
			case !ok:
				faults = append(faults, fmt.Errorf("%s is missing in %q", key, lang))
			case first.parts != nil && !slices.Equal(m.names(), first.names()):
				faults = append(faults, fmt.Errorf("%s: %q names %v, %q names %v", key, Vietnamese, first.names(), lang, m.names()))
			}
		}
	}
	return errors.Join(faults...)
}

// Keys lists every key known to any language, sorted.
func (c *Catalogue) Keys() []string {
	all := map[string]bool{}
	for _, messages := range c.messages {
		for key := range messages {
			all[key] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// Has tells whether the key can be said.
func (c *Catalogue) Has(key string) bool {
	if c == nil {
		return false
	}
	_, ok := c.messages[Vietnamese][key]
	return ok
}

// Missing returns those of the keys that the catalogue cannot say; tests give it the reasons an API documents.
func (c *Catalogue) Missing(keys ...string) []string {
	var missing []string
	for _, key := range keys {
		if !c.Has(key) {
			missing = append(missing, key)
		}
	}
	return missing
}

// Text says key in lang with its placeholders filled in. Parameters are inserted as they are (escape for HTML where
// you write HTML); a placeholder without a parameter is left out. A key nobody knows is answered with itself, which
// [Catalogue.Missing] in a test should have caught; a language nobody speaks is answered in Vietnamese.
func (c *Catalogue) Text(lang, key string, params map[string]string) string {
	if c != nil {
		if m, ok := c.messages[known(lang)][key]; ok {
			return m.fill(c.inWords(lang, m, params))
		}
	}
	return key
}

// inWords says codes in words: where the catalogue has "word.role.village_head", the placeholder {role} filled with
// village_head, alone or in a list parted by commas, is said with that message.
func (c *Catalogue) inWords(lang string, m message, params map[string]string) map[string]string {
	said, copied := params, false
	for _, p := range m.parts {
		if !p.placeholder || params[p.text] == "" {
			continue
		}
		codes := strings.Split(params[p.text], ", ")
		for i, code := range codes {
			if word, ok := c.messages[known(lang)]["word."+p.text+"."+code]; ok {
				codes[i] = word.fill(nil)
			}
		}
		if text := strings.Join(codes, ", "); text != params[p.text] {
			if !copied { // the caller's stays as it is
				said, copied = maps.Clone(params), true
			}
			said[p.text] = text
		}
	}
	return said
}

// Merge returns a catalogue that says everything c and the others say. A key said by two of them in different words is
// an error: two rooms would be speaking over each other. Nil catalogues are skipped.
func (c *Catalogue) Merge(others ...*Catalogue) (*Catalogue, error) {
	merged := &Catalogue{messages: map[string]map[string]message{}}
	for _, lang := range Languages() {
		merged.messages[lang] = map[string]message{}
	}
	for _, one := range append([]*Catalogue{c}, others...) {
		if one == nil {
			continue
		}
		for lang, messages := range one.messages {
			for key, m := range messages {
				if said, twice := merged.messages[lang][key]; twice && !slices.Equal(said.parts, m.parts) {
					return nil, fmt.Errorf("merging messages: %s is said by two catalogues in different words", key)
				}
				merged.messages[lang][key] = m
			}
		}
	}
	return merged, nil
}
