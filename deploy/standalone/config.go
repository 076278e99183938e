package standalone

import (
	"errors"
	"io"
	"log/slog"

	"github.com/danchu-platform/danchu/services/platform/config"
)

// Config says where the one process keeps its things and where it listens.
type Config struct {
	// Dir holds database, events, files and keys. It is made on the first start.
	Dir string
	// HTTPAddr is the portal, console and REST, e.g. "127.0.0.1:8080". Loopback only.
	HTTPAddr string
	// GRPCAddr is every service's gRPC, e.g. "127.0.0.1:9090". Loopback only.
	GRPCAddr string
	// Empty leaves out the demo province.
	Empty bool
	// OIDC is the provider people sign in with; the zero value is the demo's own, where anybody can be anybody.
	OIDC OIDC
	// HouseholdsPerVillage is how many households the demo makes up for each village.
	HouseholdsPerVillage int
	// Log receives what the programs say; nil is silence.
	Log *slog.Logger
	// Progress receives one line for each step of the start, for the person who waits.
	Progress io.Writer
}

// OIDC names an identity provider outside this process. It must know the portal's /signin/callback as where it sends people
// back to, and the portal's address as where it sends them after signing out.
type OIDC struct {
	Issuer       string        `env:"OIDC_ISSUER"`
	ClientID     string        `env:"OIDC_CLIENT_ID"`
	ClientSecret config.Secret `env:"OIDC_CLIENT_SECRET"`
}

// Validate refuses half a provider: the other half would be the demo's.
func (o OIDC) Validate() error {
	if (o.Issuer == "") != (o.ClientID == "") || (o.Issuer == "" && o.ClientSecret != "") {
		return errors.New("OIDC_ISSUER and OIDC_CLIENT_ID: want both, or neither for the demo's own people")
	}
	return nil
}

// outside tells whether people sign in with a provider outside this process.
func (o OIDC) outside() bool { return o.Issuer != "" }
