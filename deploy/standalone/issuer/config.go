package issuer

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Config is who may sign in where.
type Config struct {
	// URL is the issuer's address as browsers and programs reach it, without a slash at the end. A path is served under that
	// path.
	URL string
	// Audience is what access tokens are for: the "aud" that the services want.
	Audience string
	// Personas are the people one can be.
	Personas []Persona
	// Clients are the programs that may ask.
	Clients []Client
	// Clock tells the time; nil means time.Now.
	Clock func() time.Time
}

// Persona is somebody one can be. None is a real person.
type Persona struct {
	// Subject is the "sub", for ever.
	Subject string `yaml:"subject"`
	// Name is the full name, family name first.
	Name string `yaml:"name"`
	// NationalID is the 12-digit số định danh, told under scope profile; may be empty.
	NationalID string `yaml:"national_id"`
	// Email is told under scope email; may be empty.
	Email string `yaml:"email"`
	// Blurb says what this person does, for whoever chooses.
	Blurb string `yaml:"blurb"`
	// Group folds everybody who has the same under it; empty: shown in the open.
	Group string `yaml:"group"`
}

// Client is a program registered with the issuer.
type Client struct {
	ID string
	// Secret is empty for a public client, which proves itself by PKCE alone.
	Secret string
	// RedirectURIs are matched character by character.
	RedirectURIs []string
	// PostLogoutRedirectURIs likewise.
	PostLogoutRedirectURIs []string
	// Service allows client_credentials: the program gets tokens for itself.
	Service bool
	// Algorithm signs this client's ID tokens: RS256 (also when empty) or ES256.
	Algorithm string
}

func (c Client) public() bool { return c.Secret == "" }

func (c Config) check() error {
	u, err := url.Parse(c.URL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.RawQuery != "" || u.Fragment != "" ||
		strings.HasSuffix(c.URL, "/") {
		return fmt.Errorf("issuer: address %q: want scheme://host[/path] without a slash at the end", c.URL)
	}
	if c.Audience == "" {
		return errors.New("issuer: the audience is needed")
	}
	seen := map[string]bool{}
	for _, p := range c.Personas {
		if p.Subject == "" || p.Name == "" || seen[p.Subject] {
			return fmt.Errorf("issuer: persona %q: a subject of its own and a name are needed", p.Subject)
		}
		seen[p.Subject] = true
	}
	ids := map[string]bool{}
	for _, client := range c.Clients {
		if err := client.check(); err != nil || ids[client.ID] {
			return errors.Join(fmt.Errorf("issuer: client %q cannot be registered", client.ID), err)
		}
		ids[client.ID] = true
	}
	return nil
}

func (c Client) check() error {
	switch {
	case c.ID == "":
		return errors.New("an id is needed")
	case c.Service && c.public():
		return errors.New("a program that acts for itself needs a secret")
	case !slices.Contains([]string{"", rs256, es256}, c.Algorithm):
		return fmt.Errorf("unknown algorithm %q", c.Algorithm)
	}
	for _, uri := range append(slices.Clone(c.RedirectURIs), c.PostLogoutRedirectURIs...) {
		if u, err := url.Parse(uri); err != nil || !u.IsAbs() || u.Fragment != "" {
			return fmt.Errorf("redirect address %q: want a full address without a fragment", uri)
		}
	}
	return nil
}
