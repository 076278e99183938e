package domain

// Actor is a person or a program that acts. The subject is opaque; the name is shown to colleagues only.
type Actor struct {
	Subject string `json:"subject"`
	Name    string `json:"name,omitempty"`
}

// Body is who discloses: a unit, or one of its agencies.
type Body struct {
	Unit   string `json:"unit"`             // key, "08584@2025-07-01"
	Agency string `json:"agency,omitempty"` // id; empty for the unit itself
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
