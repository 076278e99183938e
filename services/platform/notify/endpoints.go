package notify

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Endpoint is a program that wants to be told.
type Endpoint struct {
	Name string `json:"name"`
	URL  string `json:"url"`
	// Secrets sign each call: "whsec_" and base64 of 24 to 64 random bytes. While a
	// secret is being changed there are two, and both sign.
	Secrets []string `json:"secrets"`
	// Types are the templates it wants; empty: all.
	Types []string `json:"types"`
	// AllowPrivate lets it be on this network (private, loopback or link-local
	// addresses) and without TLS.
	AllowPrivate bool `json:"allow_private"`

	keys [][]byte
}

var endpointName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

// maxEndpointsFile bounds the file that LoadEndpoints reads.
const maxEndpointsFile = 1 << 20

// LoadEndpoints reads a JSON list of endpoints (the file at
// DANCHU_WEBHOOKS_FILE). The error names the endpoint and what to mend, never a
// secret.
func LoadEndpoints(r io.Reader) ([]Endpoint, error) {
	decoder := json.NewDecoder(io.LimitReader(r, maxEndpointsFile))
	decoder.DisallowUnknownFields()
	var endpoints []Endpoint
	if err := decoder.Decode(&endpoints); err != nil {
		return nil, fmt.Errorf("reading the webhook endpoints: %w", err)
	}
	seen := map[string]bool{}
	for i := range endpoints {
		e := &endpoints[i]
		if err := e.check(); err != nil {
			return nil, fmt.Errorf("webhook endpoint %d (%q): %w", i+1, e.Name, err)
		}
		if seen[e.Name] {
			return nil, fmt.Errorf("webhook endpoint %d: the name %q is used twice", i+1, e.Name)
		}
		seen[e.Name] = true
	}
	return endpoints, nil
}

func (e *Endpoint) check() error {
	if !endpointName.MatchString(e.Name) {
		return errors.New("name must be lower-case letters, digits and hyphens")
	}
	u, err := url.Parse(e.URL)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Fragment != "" {
		return errors.New("url must be https://host/path without user and fragment")
	}
	if u.Scheme != "https" && !(e.AllowPrivate && u.Scheme == "http") {
		return errors.New("url must be https (http only with allow_private)")
	}
	if len(e.Secrets) == 0 || len(e.Secrets) > 2 {
		return errors.New("secrets must be one, or two while they are being changed")
	}
	e.keys = nil
	for _, secret := range e.Secrets {
		text, ok := strings.CutPrefix(secret, "whsec_")
		key, err := base64.StdEncoding.DecodeString(text)
		if !ok || err != nil || len(key) < 24 || len(key) > 64 {
			return errors.New("each secret must be whsec_ and the base64 of 24 to 64 random bytes")
		}
		e.keys = append(e.keys, key)
	}
	return nil
}

func (e *Endpoint) wants(template string) bool {
	return len(e.Types) == 0 || slices.Contains(e.Types, template)
}
