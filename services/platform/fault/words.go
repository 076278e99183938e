package fault

import (
	"embed"
	"strings"
	"sync"

	"github.com/danchu-platform/danchu/services/platform/i18n"
)

//go:embed messages.*.yaml
var messages embed.FS

// Words are the sentences every service says: one per kind, one per standard validation rule, and those of the shared
// reasons (request id, page token, token, limits). [Status] falls back on them, so services need not merge them.
var Words = sync.OnceValues(func() (*i18n.Catalogue, error) {
	return i18n.Load(messages, "messages.*.yaml")
})

func own() *i18n.Catalogue {
	words, err := Words()
	if err != nil { // files embedded in this package, proved by its tests
		return nil
	}
	return words
}

// say finds the sentence: the service's for the reason, ours for the reason, ours for the kind. An article closes it.
func (e *Error) say(lang string, words *i18n.Catalogue) string {
	text := ""
	switch {
	case e.Reason != "" && words.Has(e.Reason):
		text = words.Text(lang, e.Reason, e.Params)
	case e.Reason != "" && own().Has("reason."+e.Reason):
		text = own().Text(lang, "reason."+e.Reason, e.Params)
	case e.Message != "":
		text = e.Message
	default:
		text = own().Text(lang, "kind."+e.Kind.String(), nil)
	}
	if e.Basis != "" {
		text += " " + own().Text(lang, "basis", map[string]string{"article": e.Basis})
	}
	return text
}

func (v Violation) say(lang string, words *i18n.Catalogue) string {
	if v.Reason != "" && words.Has(v.Reason) {
		return words.Text(lang, v.Reason, v.Params)
	}
	if v.Rule != "" && words.Has(v.Rule) {
		return words.Text(lang, v.Rule, v.Params)
	}
	if v.Reason != "" && own().Has("reason."+v.Reason) {
		return own().Text(lang, "reason."+v.Reason, v.Params)
	}
	if key := RuleKey(v.Rule); key != "" {
		return own().Text(lang, key, v.Params)
	}
	if v.Message != "" {
		return v.Message
	}
	return own().Text(lang, "rule.other", nil)
}

// RuleKey finds the sentence of a validation rule: by its whole id ("string.min_len"), else by its last word, which
// the number types share ("int32.gte" and "int64.gte" are both "gte"). The rule of an empty value is the rule itself.
// It is "" when the rule has no sentence here.
func RuleKey(rule string) string {
	rule = strings.TrimSuffix(rule, "_empty")
	last := rule[strings.LastIndexByte(rule, '.')+1:]
	for _, key := range []string{"rule." + rule, "rule." + last} {
		if own().Has(key) {
			return key
		}
	}
	return ""
}
