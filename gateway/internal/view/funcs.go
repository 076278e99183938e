package view

import (
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// funcs are the few functions templates may call, bound to one language.
func (s *Set) funcs(lang string) template.FuncMap {
	return template.FuncMap{
		"t":     func(key string, pairs ...any) (string, error) { return s.say(lang, key, pairs) },
		"ask":   func(f Field, key string) (Asked, error) { return s.asked(lang, f, key) },
		"asset": s.assets.URL,
		"num":   func(n any) (string, error) { return number(lang, n) },
		"day":   func(d workday.Date) string { return d.Format() },
		"iso":   func(d workday.Date) string { return d.String() },
		"long": func(d workday.Date) string {
			if d.IsZero() {
				return ""
			}
			return i18n.LongDate(lang, d.Y, d.M, d.D)
		},
		"written": written,
		"moment":  func(t time.Time) string { return t.In(workday.Zone).Format("15:04 02/01/2006") },
		"size":    func(n int64) string { return size(lang, n) },
		"query":   url.QueryEscape,
		"other": func() string {
			if lang == i18n.English {
				return i18n.Vietnamese
			}
			return i18n.English
		},
	}
}

// say fills a message in. Parameters come in pairs, name then value.
func (s *Set) say(lang, key string, pairs []any) (string, error) {
	if !s.words.Has(key) {
		return "", fmt.Errorf("no message %q", key)
	}
	if len(pairs)%2 != 0 {
		return "", fmt.Errorf("message %q: parameters come in pairs", key)
	}
	params := make(map[string]string, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return "", fmt.Errorf("message %q: parameter %d has no name", key, i/2+1)
		}
		switch value := pairs[i+1].(type) {
		case string:
			params[name] = value
		case int, int32, int64:
			text, err := number(lang, value)
			if err != nil {
				return "", err
			}
			params[name] = text
		case workday.Date:
			params[name] = value.Format()
		default:
			params[name] = fmt.Sprint(value)
		}
	}
	return s.words.Text(lang, key, params), nil
}

func number(lang string, n any) (string, error) {
	switch n := n.(type) {
	case int:
		return i18n.Number(lang, int64(n)), nil
	case int32:
		return i18n.Number(lang, int64(n)), nil
	case int64:
		return i18n.Number(lang, n), nil
	default:
		return "", fmt.Errorf("num: %T is not a whole number", n)
	}
}

func size(lang string, n int64) string {
	const kilo = 1024
	switch {
	case n < kilo:
		return strconv.FormatInt(n, 10) + " B"
	case n < kilo*kilo:
		return i18n.Number(lang, (n+kilo/2)/kilo) + " kB"
	default:
		text := strconv.FormatFloat(float64(n)/(kilo*kilo), 'f', 1, 64)
		if lang == i18n.Vietnamese {
			text = strings.Replace(text, ".", ",", 1)
		}
		return text + " MB"
	}
}

// written shows a date typed in any accepted way as people write it. Dates are
// typed as text on purpose: a browser's own date field follows the machine's
// language, and on an English machine 5 November reads as 11/05.
func written(value string) string {
	if d, err := workday.Parse(value); err == nil {
		return d.Format()
	}
	return value
}
