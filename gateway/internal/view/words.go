package view

import (
	"embed"

	"github.com/danchu-platform/danchu/services/platform/i18n"
)

//go:embed messages.*.yaml
var messages embed.FS

// Words are the messages every page uses; portal and console add their own.
func Words() (*i18n.Catalogue, error) { return i18n.Load(messages, "messages.*.yaml") }
