package files

import (
	"embed"
	"strconv"
	"sync"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// Reasons a file or a handle is refused for. Each has its sentence in messages.*.yaml.
const (
	ReasonEmpty           = "FILE_EMPTY"
	ReasonTooLarge        = "FILE_TOO_LARGE"
	ReasonKindNotAllowed  = "FILE_KIND_NOT_ALLOWED"
	ReasonKindMismatch    = "FILE_KIND_MISMATCH"
	ReasonDamaged         = "FILE_DAMAGED"
	ReasonPolyglot        = "FILE_POLYGLOT"
	ReasonActiveContent   = "FILE_ACTIVE_CONTENT"
	ReasonMacros          = "FILE_MACROS"
	ReasonArchiveUnsafe   = "FILE_ARCHIVE_UNSAFE"
	ReasonInfected        = "FILE_INFECTED"
	ReasonScanUnavailable = "FILE_SCAN_UNAVAILABLE"
	ReasonHandleInvalid   = "FILE_HANDLE_INVALID"
	ReasonHandleExpired   = "FILE_HANDLE_EXPIRED"
	ReasonGone            = "FILE_NOT_FOUND"
)

// Reasons lists all of them, for tests of catalogues.
func Reasons() []string {
	return []string{
		ReasonEmpty, ReasonTooLarge, ReasonKindNotAllowed, ReasonKindMismatch, ReasonDamaged, ReasonPolyglot,
		ReasonActiveContent, ReasonMacros, ReasonArchiveUnsafe, ReasonInfected, ReasonScanUnavailable,
		ReasonHandleInvalid, ReasonHandleExpired, ReasonGone,
	}
}

//go:embed messages.*.yaml
var messages embed.FS

// Words are the sentences for the reasons, to be merged into a service's catalogue.
var Words = sync.OnceValues(func() (*i18n.Catalogue, error) { return i18n.Load(messages, "messages.*.yaml") })

func refuse(reason string, options ...fault.Option) error {
	return fault.New(fault.Invalid, reason, append([]fault.Option{fault.Field("file")}, options...)...)
}

// what names the part of a file that is at fault; it is for the log and the reader alike.
func what(part string) fault.Option { return fault.Param("part", part) }

func tooLarge(limit int64) error {
	return refuse(ReasonTooLarge, fault.Param("limit", strconv.FormatInt((limit+1<<20-1)>>20, 10)))
}
