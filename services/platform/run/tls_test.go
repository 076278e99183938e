package run

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	reflectionv1 "google.golang.org/grpc/reflection/grpc_reflection_v1"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/rpc"
)

// writePair writes a self-signed certificate with that serial number.
func writePair(t *testing.T, dir string, serial int64, changed time.Time) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(serial), NotAfter: changed.Add(time.Hour), DNSNames: []string{"localhost"}}
	cert, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certFile, keyFile = filepath.Join(dir, "tls.crt"), filepath.Join(dir, "tls.key")
	for name, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: cert}, keyFile: {Type: "PRIVATE KEY", Bytes: der}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chtimes(certFile, changed, changed); err != nil {
		t.Fatal(err)
	}
	return certFile, keyFile
}

func TestARenewedCertificateNeedsNoRestart(t *testing.T) {
	t.Parallel()
	dir, now := t.TempDir(), time.Date(2026, time.November, 25, 8, 0, 0, 0, time.UTC)
	r := &reader{clock: func() time.Time { return now }}
	serial := func() int64 {
		cert, err := x509.ParseCertificate(r.certificate().Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		return cert.SerialNumber.Int64()
	}
	r.certFile, r.keyFile = writePair(t, dir, 1, now)
	if err := r.read(); err != nil || serial() != 1 {
		t.Fatalf("first: %v, %d", err, serial())
	}
	writePair(t, dir, 2, now.Add(time.Second))
	if serial() != 1 {
		t.Error("looked at the file again within a minute")
	}
	now = now.Add(2 * time.Minute)
	if serial() != 2 {
		t.Error("the renewed certificate is not used")
	}
	if err := os.WriteFile(r.certFile, []byte("broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	now = now.Add(2 * time.Minute)
	if serial() != 2 {
		t.Error("a broken file took the last certificate away")
	}
}

func TestListenerTLS(t *testing.T) {
	t.Parallel()
	if secure, err := listenerTLS("", "", ""); secure != nil || err != nil {
		t.Errorf("without files: %v, %v", secure, err)
	}
	if _, err := listenerTLS("/does/not/exist", "/neither", ""); err == nil {
		t.Error("served with a certificate that does not exist")
	}
}

func TestTheListenerIsSecuredAndTellsItsContracts(t *testing.T) {
	t.Parallel()
	s := someService(t, &door{})
	s.settings.TLSCert, s.settings.TLSKey = writePair(t, t.TempDir(), 1, time.Now())
	text, err := os.ReadFile(s.settings.TLSCert)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(text) {
		t.Fatal("no certificate was written")
	}
	ctx, stop := context.WithCancel(t.Context())
	lived := make(chan error, 1)
	go func() { lived <- s.live(ctx, s.open) }()
	until(t, s.health, s.health.Serving)

	secure, err := rpc.Dial(s.listener.Addr().String(), rpc.DialOptions{TLS: &tls.Config{RootCAs: roots, ServerName: "localhost", MinVersion: tls.VersionTLS12}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := directoryv1.NewUnitServiceClient(secure).GetUnit(t.Context(), &directoryv1.GetUnitRequest{Name: "units/2"}); err != nil {
		t.Errorf("over TLS: %v", err)
	}
	stream, err := reflectionv1.NewServerReflectionClient(secure).ServerReflectionInfo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := stream.Send(&reflectionv1.ServerReflectionRequest{MessageRequest: &reflectionv1.ServerReflectionRequest_ListServices{}}); err != nil {
		t.Fatal(err)
	}
	answer, err := stream.Recv()
	if err != nil || !strings.Contains(answer.String(), "danchu.directory.v1.UnitService") {
		t.Errorf("reflection: %v, %v", answer, err)
	}
	clear, err := rpc.Dial(s.listener.Addr().String(), rpc.DialOptions{Timeout: 300 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := directoryv1.NewUnitServiceClient(clear).GetUnit(t.Context(), &directoryv1.GetUnitRequest{Name: "units/2"}); err == nil {
		t.Error("answered in clear")
	}
	_, _ = secure.Close(), clear.Close()
	stop()
	if err := <-lived; err != nil {
		t.Error(err)
	}
}
