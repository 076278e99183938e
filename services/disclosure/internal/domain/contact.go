package domain

import (
	"net/mail"
	"strings"
)

// MailAddress is the mail address among what the requester left as contact, or empty. Contacts are words as people write them:
// "0912 345 678 hoặc lan@example.vn".
func (r Request) MailAddress() string {
	for word := range strings.FieldsFuncSeq(r.Contact, func(c rune) bool { return c <= ' ' || strings.ContainsRune(",;()[]", c) }) {
		word = strings.Trim(word, ".:<>")
		if parsed, err := mail.ParseAddress(word); err == nil && parsed.Address == word {
			return word
		}
	}
	return ""
}
