package view

import (
	"net/http"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// languageCookie remembers the choice. It says nothing about anybody and is not sealed.
const languageCookie = "danchu-lang"

const aYear = 365 * 24 * 60 * 60

// RememberLanguage keeps the reader's choice for a year.
func RememberLanguage(w http.ResponseWriter, r *http.Request, lang string) {
	http.SetCookie(w, &http.Cookie{
		Name: languageCookie, Value: lang, Path: "/", MaxAge: aYear,
		Secure: r.TLS != nil, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// Language is the language of a page: the reader's choice, else Vietnamese. The
// browser's own setting does not decide: many Vietnamese read on machines set to
// English, and a page of a commune is Vietnamese until somebody asks otherwise.
// The REST side follows Accept-Language, because programs ask for what they mean.
func Language(r *http.Request) string {
	for _, line := range r.Header["Cookie"] {
		if strings.Contains(line, languageCookie+"="+i18n.English) {
			return i18n.English
		}
	}
	return i18n.Vietnamese
}

// WithLanguage puts the language of the page into the request.
func WithLanguage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lang := Language(r)
		if strings.HasPrefix(r.URL.Path, "/v1/") {
			lang = i18n.Negotiate(r.Header.Get("Accept-Language"))
		}
		next.ServeHTTP(w, r.WithContext(i18n.WithLang(r.Context(), lang)))
	})
}
