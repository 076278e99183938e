package run

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/danchu-platform/danchu/services/platform/rpc"
)

// rereadAfter is how often, at most, a certificate's file is looked at.
const rereadAfter = time.Minute

// listenerTLS is how the gRPC listener is secured; nil without files. The certificate is read again when its file changes,
// so that a renewal needs no restart; one that cannot be read leaves the last in use. With clientCA, whoever calls has to
// show a certificate of one of its authorities; those are read once.
func listenerTLS(certFile, keyFile, clientCA string) (*tls.Config, error) {
	if certFile == "" {
		return nil, nil //nolint:nilnil // no files, no TLS: that is the answer
	}
	r, err := newReader(certFile, keyFile)
	if err != nil {
		return nil, err
	}
	secure := &tls.Config{
		MinVersion:     tls.VersionTLS12,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return r.certificate(), nil },
	}
	if clientCA == "" {
		return secure, nil
	}
	if secure.ClientCAs, err = authorities(clientCA); err != nil {
		return nil, err
	}
	secure.ClientAuth = tls.RequireAndVerifyClientCert
	return secure, nil
}

// Dialing says how to call the other programs' gRPC doors: in clear without DANCHU_CALL_CA_FILE, else over TLS, showing the
// certificate of DANCHU_CALL_CERT_FILE if there is one. It fails when a file cannot be read.
func (c *Common) Dialing() (rpc.DialOptions, error) {
	if c.CallCA == "" {
		return rpc.DialOptions{}, nil
	}
	roots, err := authorities(c.CallCA)
	if err != nil {
		return rpc.DialOptions{}, err
	}
	secure := &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots}
	if c.CallCert != "" {
		r, err := newReader(c.CallCert, c.CallKey)
		if err != nil {
			return rpc.DialOptions{}, err
		}
		secure.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return r.certificate(), nil }
	}
	return rpc.DialOptions{TLS: secure}, nil
}

func authorities(file string) (*x509.CertPool, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading the certificates of authorities: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("reading the certificates of authorities: %s holds none in PEM", file)
	}
	return pool, nil
}

type reader struct {
	certFile, keyFile string
	clock             func() time.Time

	mu      sync.Mutex
	current *tls.Certificate
	changed time.Time // of the file read
	looked  time.Time
}

func newReader(certFile, keyFile string) (*reader, error) {
	r := &reader{certFile: certFile, keyFile: keyFile, clock: time.Now}
	if err := r.read(); err != nil {
		return nil, fmt.Errorf("reading the TLS certificate: %w", err)
	}
	return r, nil
}

func (r *reader) certificate() *tls.Certificate {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.clock().Sub(r.looked) >= rereadAfter {
		_ = r.read() // the last certificate serves on; the other side sees it expire if nobody mends the file
	}
	return r.current
}

func (r *reader) read() error {
	r.looked = r.clock()
	about, err := os.Stat(r.certFile)
	if err != nil {
		return err
	}
	if about.ModTime().Equal(r.changed) {
		return nil
	}
	pair, err := tls.LoadX509KeyPair(r.certFile, r.keyFile)
	if err != nil {
		return err
	}
	r.current, r.changed = &pair, about.ModTime()
	return nil
}
