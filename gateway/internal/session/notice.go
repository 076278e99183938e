package session

import (
	"net/http"
	"time"
)

// Notice is one sentence shown once on the next page: the key of a message and
// what fills it in.
type Notice struct {
	Key    string            `json:"k"`
	Params map[string]string `json:"p,omitempty"`
}

// Tell leaves a notice for the next page this browser opens. Use it before a
// redirect with 303 after something was done.
func (m *Manager) Tell(w http.ResponseWriter, key string, params map[string]string) {
	if err := m.jar.put(w, purposeNotice, Notice{Key: key, Params: params}, time.Minute); err != nil {
		m.log.Warn("a notice was too long to keep", "key", key, "error", err)
	}
}

// Notice takes the waiting notice, if there is one.
func (m *Manager) Notice(w http.ResponseWriter, r *http.Request) (Notice, bool) {
	var n Notice
	if err := m.jar.take(r, purposeNotice, &n); err != nil {
		return Notice{}, false
	}
	m.jar.drop(w, purposeNotice)
	return n, true
}
