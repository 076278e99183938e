package run

import (
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"time"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/config"
	"github.com/danchu-platform/danchu/services/platform/rpc"
)

// Common are the settings every program has.
type Common struct {
	// AdminAddr serves /healthz, /readyz and /metrics. It is for the cluster, not for the public.
	AdminAddr string     `env:"ADMIN_ADDR, default=:8081"`
	LogLevel  slog.Level `env:"LOG_LEVEL, default=INFO"`
	// OTLPEndpoint is where traces go ("http://collector:4317", https for TLS); empty sends none.
	OTLPEndpoint string `env:"OTLP_ENDPOINT"`
	// OTLPMetricsEndpoint is where metrics go, each minute, beside /metrics; empty sends none.
	OTLPMetricsEndpoint string `env:"OTLP_METRICS_ENDPOINT"`
	// TraceShare is the share of traces recorded, from 0 to 1.
	TraceShare float64 `env:"TRACE_SHARE, default=1"`
	// DrainWait is how long the program serves on after readiness turned red: longer than the readiness probe's period.
	DrainWait time.Duration `env:"DRAIN_WAIT, default=5s"`
	// StopWait is how long calls may take to finish after that.
	StopWait time.Duration `env:"STOP_WAIT, default=20s"`
	// CallCA is the file of the authorities that certify the gRPC doors of the other programs; empty calls them in clear.
	CallCA string `env:"CALL_CA_FILE"`
	// CallCert and CallKey are the files of the certificate and key this program shows when it calls, read again when they
	// change; empty shows none.
	CallCert string `env:"CALL_CERT_FILE"`
	CallKey  string `env:"CALL_KEY_FILE"`
}

// Validate refuses times that cannot be.
func (c *Common) Validate() error {
	var faults []error
	if c.DrainWait < 0 || c.StopWait < 0 {
		faults = append(faults, errors.New("DANCHU_DRAIN_WAIT and DANCHU_STOP_WAIT must not be negative"))
	}
	if c.TraceShare < 0 || c.TraceShare > 1 {
		faults = append(faults, errors.New("DANCHU_TRACE_SHARE must be from 0 to 1"))
	}
	if (c.CallCert == "") != (c.CallKey == "") {
		faults = append(faults, errors.New("DANCHU_CALL_CERT_FILE and DANCHU_CALL_KEY_FILE belong together: set both or none"))
	}
	if c.CallCert != "" && c.CallCA == "" {
		faults = append(faults, errors.New("DANCHU_CALL_CERT_FILE would be shown to nobody: set DANCHU_CALL_CA_FILE too"))
	}
	return errors.Join(faults...)
}

// Database is the setting that commands about the database need.
type Database struct {
	// URL is the service's own database. It holds a password.
	URL config.Secret `env:"DATABASE_URL, required"`
}

// Settings are those every service has.
type Settings struct {
	Common
	Database

	// NATSURL is the bus ("nats://nats:4222"), several brokers separated by commas. It may hold a password.
	NATSURL string `env:"NATS_URL, required" secret:"true"`
	// NATSReplicas is on how many brokers each stream is kept.
	NATSReplicas int    `env:"NATS_REPLICAS, default=1"`
	GRPCAddr     string `env:"GRPC_ADDR, default=:9090"`
	// TLSCert and TLSKey are the files of the gRPC listener's certificate and key, read again when they change; without
	// them it serves in clear.
	TLSCert string `env:"TLS_CERT_FILE"`
	TLSKey  string `env:"TLS_KEY_FILE"`
	// TLSClientCA is the file of the authorities of those who may call: with it, nobody without one of their certificates gets
	// as far as a call.
	TLSClientCA string `env:"TLS_CLIENT_CA_FILE"`

	// TokenJWKSURL is the gateway's key set; empty believes no token of the gateway.
	TokenJWKSURL string `env:"TOKEN_JWKS_URL"`
	// TokenIssuer is the issuer in the gateway's tokens.
	TokenIssuer string `env:"TOKEN_ISSUER, default=danchu-gateway"`
	// TokenAudience is whom tokens must be for.
	TokenAudience string `env:"TOKEN_AUDIENCE, default=danchu"`
	// Issuers are the OpenID providers believed directly.
	Issuers []string `env:"ISSUERS"`
	// PersonKey is the key (at least 32 bytes) under which national ids are hashed.
	PersonKey config.Secret `env:"PERSON_KEY"`

	// BlobURL is where files are kept ("s3://bucket?region=…", "file:///var/lib/danchu/blobs"); empty for a service without files.
	BlobURL string `env:"BLOB_URL"`
	// FilesKey signs the handles of uploaded files; gateway and services share it. Several, separated by commas, while one
	// replaces another: the first signs, all are believed.
	FilesKey config.Secret `env:"FILES_KEY"`
	// ClamdAddr is the virus scanner's; empty scans nothing.
	ClamdAddr string `env:"CLAMD_ADDR"`

	// Gateways are the networks ("10.0.0.0/8") from which a call may tell its client.
	Gateways []string `env:"GATEWAY_NETWORKS"`
	// Calls a second, and at once, for one signed-in caller, one anonymous client, one unit; a negative rate lifts the limit.
	CallerRate     float64 `env:"CALLER_RATE, default=50"`
	CallerBurst    int     `env:"CALLER_BURST, default=100"`
	AnonymousRate  float64 `env:"ANONYMOUS_RATE, default=20"`
	AnonymousBurst int     `env:"ANONYMOUS_BURST, default=60"`
	UnitRate       float64 `env:"UNIT_RATE, default=200"`
	UnitBurst      int     `env:"UNIT_BURST, default=400"`
}

// Validate refuses what could only fail later.
func (s *Settings) Validate() error {
	var faults []error
	if (s.TLSCert == "") != (s.TLSKey == "") {
		faults = append(faults, errors.New("DANCHU_TLS_CERT_FILE and DANCHU_TLS_KEY_FILE belong together: set both or none"))
	}
	if s.TLSClientCA != "" && s.TLSCert == "" {
		faults = append(faults, errors.New("DANCHU_TLS_CLIENT_CA_FILE needs DANCHU_TLS_CERT_FILE: in clear nobody shows a certificate"))
	}
	if _, err := s.networks(); err != nil {
		faults = append(faults, err)
	}
	if s.TokenJWKSURL == "" && len(s.Issuers) == 0 {
		faults = append(faults, errors.New("nobody could sign in: set DANCHU_TOKEN_JWKS_URL, DANCHU_ISSUERS or both"))
	}
	return errors.Join(faults...)
}

func (s *Settings) networks() ([]netip.Prefix, error) {
	networks := make([]netip.Prefix, 0, len(s.Gateways))
	for _, text := range s.Gateways {
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("DANCHU_GATEWAY_NETWORKS: %q is no network such as 10.0.0.0/8", text)
		}
		networks = append(networks, network.Masked())
	}
	return networks, nil
}

func (s *Settings) authn(clock func() time.Time) authn.Config {
	cfg := authn.Config{Audience: s.TokenAudience, Issuers: s.Issuers, PersonKey: []byte(s.PersonKey.Reveal()), Clock: clock}
	if s.TokenJWKSURL != "" {
		cfg.Gateway = authn.Gateway{Issuer: s.TokenIssuer, JWKSURL: s.TokenJWKSURL}
	}
	return cfg
}

func (s *Settings) limits() (rpc.Limits, error) {
	networks, err := s.networks()
	if err != nil {
		return rpc.Limits{}, err
	}
	return rpc.Limits{
		CallerRate: s.CallerRate, CallerBurst: s.CallerBurst,
		AnonymousRate: s.AnonymousRate, AnonymousBurst: s.AnonymousBurst,
		UnitRate: s.UnitRate, UnitBurst: s.UnitBurst,
		Gateways: networks,
	}, nil
}
