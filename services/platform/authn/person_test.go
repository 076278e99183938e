package authn_test

import (
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

func TestPersonKey(t *testing.T) {
	want, err := authn.PersonKey(secret, "025190001234")
	must(t, err)
	if !authn.IsPersonKey(want) || strings.Contains(want, "0251") {
		t.Fatalf("got %q", want)
	}
	for _, same := range []string{" 025190001234 ", "025 190 001 234", "025.190.001.234", "025-190-001-234", "０２５１９０００１２３４"} {
		if got, err := authn.PersonKey(secret, same); err != nil || got != want {
			t.Errorf("%q: got %q %v, want the same key", same, got, err)
		}
	}
	otherSecret := append([]byte{8}, secret[1:]...)
	if other, _ := authn.PersonKey(otherSecret, "025190001234"); other == want {
		t.Error("the key does not depend on the secret")
	}
}

func TestPersonKeyRefuses(t *testing.T) {
	for number, reason := range map[string]string{
		"":              "NATIONAL_ID_LENGTH",
		"02519000123":   "NATIONAL_ID_LENGTH",
		"0251900012345": "NATIONAL_ID_LENGTH",
		"131234567":     "NATIONAL_ID_OLD_CARD",
		"02519000123O":  "NATIONAL_ID_NOT_DIGITS",
		"000190001234":  "NATIONAL_ID_PLACE",
		"099190001234":  "NATIONAL_ID_PLACE",
	} {
		_, err := authn.PersonKey(secret, number)
		if fault.KindOf(err) != fault.Invalid || !fault.Is(err, reason) {
			t.Errorf("%q: got %v, want %s", number, err, reason)
		}
		if number != "" && strings.Contains(err.Error(), number) {
			t.Errorf("%q: the error repeats the number: %v", number, err)
		}
	}
	if _, err := authn.PersonKey([]byte("short"), "025190001234"); err == nil {
		t.Error("a short secret was accepted")
	}
}

func TestContext(t *testing.T) {
	if c := authn.From(t.Context()); c.SignedIn() {
		t.Errorf("nobody signed in, got %+v", c)
	}
	if c := authn.From(authn.With(t.Context(), hoa)); c != hoa {
		t.Errorf("got %+v", c)
	}
}
