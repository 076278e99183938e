package config

import (
	"encoding/json"
	"log/slog"
)

// redacted stands for a secret wherever somebody looks.
const redacted = "(hidden)"

// Secret is a setting nobody may read by accident: printing, formatting, logging or encoding it shows "(hidden)".
type Secret string

// Reveal gives the secret itself, to the one place that needs it.
func (s Secret) Reveal() string { return string(s) }

// String hides the secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return redacted
}

// GoString hides the secret from %#v.
func (s Secret) GoString() string { return s.String() }

// LogValue hides the secret from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalJSON hides the secret from encoders.
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(s.String()) }
