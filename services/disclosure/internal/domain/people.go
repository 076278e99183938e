package domain

// Actor is a person or a program that acts. The subject is opaque; the name is shown to colleagues only.
type Actor struct {
	Subject string `json:"subject"`
	// Person is the person's key, the same under every issuer they sign in with; empty where the issuer does not tell.
	Person string `json:"person,omitempty"`
	Name   string `json:"name,omitempty"`
}

// Is tells whether both are the same person, be it under two accounts.
func (a Actor) Is(b Actor) bool {
	return a.Subject == b.Subject || a.Person != "" && a.Person == b.Person
}

// Keys are the names under which roles may know the person.
func (a Actor) Keys() []string {
	if a.Person == "" {
		return []string{a.Subject}
	}
	return []string{a.Subject, a.Person}
}

// Body is who discloses: a unit, or one of its agencies.
type Body struct {
	Unit   string `json:"unit"`             // key, "08584@2025-07-01"
	Agency string `json:"agency,omitempty"` // id; empty for the unit itself
}

// Publisher is how a body was called on a day. Agency is empty for the unit itself.
type Publisher struct {
	Unit, Agency string
}

// Attachment is a stored file. Handle is the blob's own key; signed handles exist only at the edge.
type Attachment struct {
	Handle      string `json:"handle"`
	FileName    string `json:"file_name"`
	ContentType string `json:"content_type"`
	Size        int64  `json:"size"`
	SHA256      string `json:"sha256"`
	Description string `json:"description,omitempty"`
}
