package session

import (
	"context"
	"time"

	"github.com/danchu-platform/danchu/services/platform/authn"
)

// Session is who signed in and when. It is all the cookie holds.
type Session struct {
	Subject   string `json:"s"`
	PersonKey string `json:"p,omitempty"`
	Name      string `json:"n,omitempty"`
	IDToken   string `json:"t,omitempty"` // only as the hint for the issuer's sign-out; left out when it would not fit
	Began     int64  `json:"b"`           // Unix seconds
	Seen      int64  `json:"l"`           // Unix seconds
}

// Caller is the session as the services know it.
func (s *Session) Caller() authn.Caller {
	return authn.Caller{Subject: s.Subject, PersonKey: s.PersonKey, Name: s.Name, Kind: authn.Person}
}

// over tells whether the session has ended at that moment, by lack of use or by age.
func (s *Session) over(now time.Time, idle, absolute time.Duration) bool {
	began, seen := time.Unix(s.Began, 0), time.Unix(s.Seen, 0)
	return now.Sub(seen) > idle || now.Sub(began) > absolute || seen.After(now.Add(time.Minute))
}

type sessionKey struct{}

// From is the session of the request, or nil when nobody is signed in.
func From(ctx context.Context) *Session {
	s, _ := ctx.Value(sessionKey{}).(*Session)
	return s
}

// With returns a context in which that session is signed in.
func With(ctx context.Context, s *Session) context.Context {
	return context.WithValue(ctx, sessionKey{}, s)
}
