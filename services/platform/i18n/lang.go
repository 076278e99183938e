package i18n

import (
	"context"

	"golang.org/x/text/language"
)

// The languages Danchu speaks, as BCP 47 tags.
const (
	// Vietnamese is the first language and the one used when nothing is asked for.
	Vietnamese = "vi"
	// English is the second.
	English = "en"
)

// Languages lists every language a catalogue must speak, the first being the default.
func Languages() []string { return []string{Vietnamese, English} }

var matcher = language.NewMatcher([]language.Tag{language.Vietnamese, language.English})

// Negotiate picks the language for an Accept-Language value ("en-GB,en;q=0.9,vi;q=0.5"). An empty, malformed or
// unmatched value gives Vietnamese: a wrong header is no reason to refuse a citizen.
func Negotiate(accept string) string {
	const longest = 256 // a header longer than this is not a preference; parsing it would be work for an attacker
	if accept == "" || len(accept) > longest {
		return Vietnamese
	}
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil || len(tags) == 0 {
		return Vietnamese
	}
	_, index, confidence := matcher.Match(tags...)
	if confidence == language.No {
		return Vietnamese
	}
	return Languages()[index]
}

type langKey struct{}

// WithLang returns a context whose reader reads lang. An unknown language is taken as Vietnamese.
func WithLang(ctx context.Context, lang string) context.Context {
	return context.WithValue(ctx, langKey{}, known(lang))
}

// Lang tells which language the context's reader reads; Vietnamese when nobody said.
func Lang(ctx context.Context) string {
	if lang, ok := ctx.Value(langKey{}).(string); ok {
		return lang
	}
	return Vietnamese
}

func known(lang string) string {
	if lang == English {
		return English
	}
	return Vietnamese
}
