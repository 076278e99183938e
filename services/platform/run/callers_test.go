package run

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/rpc"
)

// authority certifies programs.
type authority struct {
	file string // its own certificate
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{file: filepath.Join(t.TempDir(), "ca.crt")}
	a.cert = &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	var der []byte
	der, a.key = sign(t, a.cert, a.cert, nil)
	write(t, a.file, "CERTIFICATE", der)
	return a
}

// certify writes a certificate and its key for one use.
func (a *authority) certify(t *testing.T, name string, use x509.ExtKeyUsage) (certFile, keyFile string) {
	t.Helper()
	about := &x509.Certificate{
		SerialNumber: big.NewInt(2), NotAfter: time.Now().Add(time.Hour), ExtKeyUsage: []x509.ExtKeyUsage{use},
		DNSNames: []string{name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, key := sign(t, about, a.cert, a.key)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	certFile, keyFile = filepath.Join(dir, "tls.crt"), filepath.Join(dir, "tls.key")
	write(t, certFile, "CERTIFICATE", der)
	write(t, keyFile, "PRIVATE KEY", private)
	return certFile, keyFile
}

// sign makes a key and its certificate, signed by itself without a parent's key.
func sign(t *testing.T, about, parent *x509.Certificate, by *ecdsa.PrivateKey) ([]byte, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if by == nil {
		by = key
	}
	der, err := x509.CreateCertificate(rand.Reader, about, parent, key.Public(), by)
	if err != nil {
		t.Fatal(err)
	}
	return der, key
}

func write(t *testing.T, file, kind string, der []byte) {
	t.Helper()
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Not parallel: the meter provider is the program's only one.
func TestOnlyCertifiedProgramsCall(t *testing.T) {
	house, strangers := newAuthority(t), newAuthority(t)
	s := someService(t, &door{})
	s.settings.TLSCert, s.settings.TLSKey = house.certify(t, "directory", x509.ExtKeyUsageServerAuth)
	s.settings.TLSClientCA = house.file
	ctx, stop := context.WithCancel(t.Context())
	lived := make(chan error, 1)
	go func() { lived <- s.live(ctx, s.open) }()
	until(t, s.health, s.health.Serving)

	caller := func(from *authority, believes string, use x509.ExtKeyUsage) Common {
		cert, key := from.certify(t, "gateway", use)
		return Common{CallCA: believes, CallCert: cert, CallKey: key}
	}
	for _, c := range []struct {
		who    string
		common Common
		gets   bool
	}{
		{"a certified program", caller(house, house.file, x509.ExtKeyUsageClientAuth), true},
		{"a program certified by strangers", caller(strangers, house.file, x509.ExtKeyUsageClientAuth), false},
		{"a program that shows a server's certificate", caller(house, house.file, x509.ExtKeyUsageServerAuth), false},
		{"a program that shows none", Common{CallCA: house.file}, false},
		{"a program in clear", Common{}, false},
		{"a program that believes only strangers", caller(house, strangers.file, x509.ExtKeyUsageClientAuth), false},
	} {
		options, err := c.common.Dialing()
		if err != nil {
			t.Fatal(err)
		}
		options.Timeout = 300 * time.Millisecond
		if c.gets {
			options.Timeout = time.Minute
		}
		conn, err := rpc.Dial(s.listener.Addr().String(), options)
		if err != nil {
			t.Fatal(err)
		}
		_, err = directoryv1.NewUnitServiceClient(conn).GetUnit(t.Context(), &directoryv1.GetUnitRequest{Name: "units/2"})
		if (err == nil) != c.gets {
			t.Errorf("%s: %v, want an answer %v", c.who, err, c.gets)
		}
		_ = conn.Close()
	}
	stop()
	if err := <-lived; err != nil {
		t.Error(err)
	}
}

func TestFilesOfAuthoritiesThatAreNoneAreRefused(t *testing.T) {
	t.Parallel()
	empty := filepath.Join(t.TempDir(), "ca.crt")
	write(t, empty, "SOMETHING ELSE", nil)
	for _, file := range []string{empty, "/does/not/exist"} {
		if _, err := (&Common{CallCA: file}).Dialing(); err == nil {
			t.Errorf("%s is taken for authorities", file)
		}
	}
}
