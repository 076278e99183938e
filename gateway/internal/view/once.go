package view

import (
	"crypto/sha256"
	"strings"

	"github.com/google/uuid"
)

// NewOnce makes the hidden value of a form that Once is called with.
func NewOnce() string { return uuid.NewString() }

// Once is the request id of a posted form: the same form sent twice with the same
// words is one request, the same form with corrected words is another.
func Once(form string, words ...string) string {
	sum := sha256.Sum256([]byte(form + "\x00" + strings.Join(words, "\x00")))
	return uuid.NewSHA1(uuid.NameSpaceURL, sum[:]).String()
}
