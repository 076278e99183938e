package authn

import (
	"strconv"
	"testing"
	"time"
)

func TestAProvenTokenIsRememberedForAMoment(t *testing.T) {
	t.Parallel()
	now, m := time.Date(2026, time.November, 25, 8, 0, 0, 0, time.UTC), &memory{}
	hanh := Caller{Subject: "https://sso#hanh", Kind: Person}
	m.keep("token", hanh, now.Add(time.Minute), now)
	m.keep("short", hanh, now.Add(5*time.Second), now)
	for _, c := range []struct {
		token string
		after time.Duration
		want  bool
	}{
		{"token", 0, true},
		{"token", remembered - 1, true},
		{"token", remembered, false},
		{"short", 4 * time.Second, true},
		{"short", 5 * time.Second, false}, // never past its expiry
		{"token ", 0, false},
		{"", 0, false},
	} {
		caller, ok := m.recall(c.token, now.Add(c.after))
		if ok != c.want || (ok && caller != hanh) {
			t.Errorf("%q after %v: %v, want %v", c.token, c.after, ok, c.want)
		}
	}
}

func TestTheMemoryOfTokensIsBounded(t *testing.T) {
	t.Parallel()
	now, m := time.Now(), &memory{}
	for i := range 3 * mostRemembered {
		m.keep(strconv.Itoa(i), Caller{}, now.Add(time.Hour), now)
	}
	if n := len(m.callers); n > mostRemembered {
		t.Errorf("remembers %d tokens", n)
	}
}
