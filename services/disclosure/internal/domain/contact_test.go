package domain

import "testing"

func TestTheMailAddressOfAContact(t *testing.T) {
	t.Parallel()
	for contact, want := range map[string]string{
		"lan@example.vn":                      "lan@example.vn",
		"0912 345 678 hoặc lan@example.vn.":   "lan@example.vn",
		"Lan <lan@example.vn>, 0912345678":    "lan@example.vn",
		"0912345678":                          "",
		"":                                    "",
		"nhà @ cuối xóm":                      "",
		"lan@":                                "",
		"lan@example.vn\r\nBcc: x@example.vn": "lan@example.vn",
	} {
		if got := (Request{Contact: contact}).MailAddress(); got != want {
			t.Errorf("%q: %q, want %q", contact, got, want)
		}
	}
}
