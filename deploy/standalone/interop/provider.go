package interop

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
)

// How deploy/interop/oidc/provider.mjs knows the product.
const (
	clientID     = "danchu"
	clientSecret = "interop-secret-of-this-run-only"
)

// The accounts of provider.mjs.
var (
	stranger = account{login: "doi-chung", name: "Nguyễn Thị Đối Chứng", nationalID: "025199000123"}
	// clerk has the national id of the demo's officer of xã Võ Miếu, and nothing else of theirs.
	clerk = account{login: "can-bo", name: "Lê Nhung (tài khoản tỉnh)", nationalID: "025900000005"}
)

type account struct{ login, name, nationalID string }

// provider is one running instance of the independent provider.
type provider struct {
	address *url.URL // where it listens
	input   io.Closer
	command *exec.Cmd
	said    *lastWords
}

// startProvider starts an instance that calls itself issuer and sends people back to redirect only. scripts is deploy/interop.
func startProvider(ctx context.Context, scripts, issuer, redirect string) (*provider, error) {
	p := &provider{said: &lastWords{}}
	p.command = exec.CommandContext(ctx, "node", filepath.Join(scripts, "oidc", "provider.mjs"), issuer, redirect)
	p.command.Stderr = p.said
	input, err := p.command.StdinPipe()
	if err != nil {
		return nil, err
	}
	p.input = input
	output, err := p.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.command.Start(); err != nil {
		return nil, fmt.Errorf("starting the provider: %w", err)
	}
	line, err := bufio.NewReader(output).ReadString('\n')
	port, told := strings.CutPrefix(strings.TrimSpace(line), "listening ")
	if err != nil || !told {
		_ = p.input.Close()
		_ = p.command.Wait() // what it said tells more than its exit code
		return nil, fmt.Errorf("the provider did not start: %s", p.said)
	}
	p.address = &url.URL{Scheme: "http", Host: "127.0.0.1:" + port}
	return p, nil
}

// stop lets the provider end by itself.
func (p *provider) stop() error {
	_ = p.input.Close()
	if err := p.command.Wait(); err != nil {
		return fmt.Errorf("the provider: %w: %s", err, p.said)
	}
	return nil
}

// lastWords keeps the end of what a program says, for the error that names it.
type lastWords struct{ text []byte }

func (l *lastWords) Write(p []byte) (int, error) {
	const keep = 4096
	l.text = append(l.text, p...)
	if len(l.text) > keep {
		l.text = l.text[len(l.text)-keep:]
	}
	return len(p), nil
}

func (l *lastWords) String() string { return strings.TrimSpace(string(l.text)) }
