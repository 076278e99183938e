package files

import "strings"

// Stored is the handle of a file that is known to lie in the store: a service
// recorded its digest when it was attached. Who may have it is for that service
// to say before this is asked. ok is false for what cannot be a digest.
func Stored(name, contentType, sha256 string, size int64) (h Handle, ok bool) {
	if len(sha256) != 64 || strings.Trim(sha256, "0123456789abcdef") != "" {
		return Handle{}, false
	}
	h = Handle{Key: keyOf(sha256), Name: SafeName(name), Size: size, SHA256: sha256}
	for kind, d := range kinds {
		if d.contentType == contentType {
			h.Kind = kind
		}
	}
	return h, true
}
