package run

import (
	"crypto/tls"
	"fmt"
	"os"
	"sync"
	"time"
)

// rereadAfter is how often, at most, the certificate's file is looked at.
const rereadAfter = time.Minute

// listenerTLS is how the gRPC listener is secured; nil without files. The certificate is read again when its file changes,
// so that a renewal needs no restart; one that cannot be read leaves the last in use.
func listenerTLS(certFile, keyFile string) (*tls.Config, error) {
	if certFile == "" {
		return nil, nil //nolint:nilnil // no files, no TLS: that is the answer
	}
	r := &reader{certFile: certFile, keyFile: keyFile, clock: time.Now}
	if err := r.read(); err != nil {
		return nil, fmt.Errorf("reading the TLS certificate: %w", err)
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: r.certificate}, nil
}

type reader struct {
	certFile, keyFile string
	clock             func() time.Time

	mu      sync.Mutex
	current *tls.Certificate
	changed time.Time // of the file read
	looked  time.Time
}

func (r *reader) certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.clock().Sub(r.looked) >= rereadAfter {
		_ = r.read() // the last certificate serves on; clients see it expire if nobody mends the file
	}
	return r.current, nil
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
