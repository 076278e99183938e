package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/textproto"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/danchu-platform/danchu/deploy/load/measure"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// readers are the clients of the public side.
const readers = 32

// publicPage compares the page of a publication with nginx sending the same
// compressed bytes and the same headers from a file.
func publicPage(ctx context.Context, b *bench) error {
	h, err := b.house(ctx)
	if err != nil {
		return err
	}
	found, err := disclosurev1.NewPublicationServiceClient(h.toDisclosure).SearchPublications(ctx, &disclosurev1.SearchPublicationsRequest{PageSize: 1})
	if err != nil || len(found.GetPublications()) == 0 {
		return fmt.Errorf("no publication to look at: %w", err)
	}
	path := "/disclosures/" + strings.TrimPrefix(found.GetPublications()[0].GetName(), "publications/")
	if _, _, _, err := fetch(h.webAddress(), path); err != nil { // it is made now, and kept from now on
		return err
	}
	page, head, body, err := fetch(h.webAddress(), path, "Accept-Encoding: gzip")
	if err != nil {
		return err
	}
	given, err := textproto.NewReader(bufio.NewReader(bytes.NewReader(append(head[bytes.IndexByte(head, '\n')+1:], "\r\n\r\n"...)))).ReadMIMEHeader()
	if err != nil {
		return err
	}
	headers := http.Header(given)
	if page.status != http.StatusOK || headers.Get("Content-Encoding") != "gzip" || headers.Get("Etag") == "" {
		return fmt.Errorf("%s: status %d, headers %v", path, page.status, headers)
	}
	static, err := startNginx(ctx, headers, body)
	if err != nil {
		return err
	}
	defer static.stop()
	fmt.Printf("  (%s, %d bytes compressed)\n", path, len(body))

	accept := fixed("Accept-Encoding: gzip")
	whole, err := measure.Compare(ctx, fmt.Sprintf("disclosure page, gzip, %d clients", readers),
		measure.Side{Name: "gateway", Round: b.webRound(readers, page, h.webAddress(), path, accept)},
		measure.Side{Name: "nginx gzip_static", Round: b.webRound(readers, page, static.address, "/page", accept)}, b.rounds)
	if err != nil {
		return err
	}
	b.rates(whole, 0.5)

	same := answer{status: http.StatusNotModified}
	unchanged, err := measure.Compare(ctx, "the same, 304 Not Modified",
		measure.Side{Name: "gateway", Round: b.webRound(readers, same, h.webAddress(), path, fixed("Accept-Encoding: gzip", "If-None-Match: "+headers.Get("Etag")))},
		measure.Side{Name: "nginx 304", Round: b.webRound(readers, same, static.address, "/page", fixed("Accept-Encoding: gzip", "If-None-Match: "+static.etag))}, b.rounds)
	if err != nil {
		return err
	}
	b.rates(unchanged, 0.6)
	return nil
}

// nginx is a running web server over one file.
type nginx struct {
	*program
	address, etag string
}

// own are the headers that nginx makes itself.
var own = []string{"Content-Type", "Content-Encoding", "Content-Length", "Etag", "Last-Modified", "Date", "Vary", "Connection"}

func startNginx(ctx context.Context, headers http.Header, compressed []byte) (*nginx, error) {
	binary, err := exec.LookPath("nginx")
	if err != nil {
		binary = "/usr/sbin/nginx" // Debian's place, which is not in everybody's PATH
	}
	dir, err := scratch()
	if err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	for name, content := range map[string][]byte{
		"page.html": []byte("only the compressed one is asked for"), "page.html.gz": compressed, "nginx.conf": nginxConf(dir, address, headers),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil { //nolint:gosec // nginx's workers read it as another user
			return nil, err
		}
	}
	p, err := start(binary, nil, "-p", dir, "-c", filepath.Join(dir, "nginx.conf"), "-g", "daemon off;")
	if err != nil {
		return nil, err
	}
	n := &nginx{program: p, address: address}
	if _, err := p.until(ctx, "http://"+address+"/page"); err != nil {
		return nil, err
	}
	got, head, body, err := fetch(address, "/page", "Accept-Encoding: gzip")
	if err != nil || got.status != http.StatusOK || !bytes.Equal(body, compressed) {
		return nil, fmt.Errorf("nginx does not send the same bytes: %d, %w", got.status, err)
	}
	for row := range strings.Lines(string(head)) {
		if name, value, ok := strings.Cut(row, ":"); ok && strings.EqualFold(name, "etag") {
			n.etag = strings.TrimSpace(value)
		}
	}
	return n, nil
}

func (n *nginx) stop() { _ = n.program.stop() } // its folder is in /tmp; a web server that will not end is killed

func nginxConf(dir, address string, headers http.Header) []byte {
	var out bytes.Buffer
	if os.Geteuid() == 0 {
		out.WriteString("user root;\n")
	}
	fmt.Fprintf(&out, "worker_processes auto;\npid %[1]s/pid;\nerror_log stderr error;\nevents { worker_connections 512; }\nhttp {\n", dir)
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		fmt.Fprintf(&out, "  %s_temp_path %s/%s;\n", kind, dir, kind)
	}
	fmt.Fprintf(&out, "  access_log off;\n  sendfile on;\n  tcp_nopush on;\n  keepalive_requests 100000000;\n  open_file_cache max=16;\n"+
		"  default_type \"text/html; charset=utf-8\";\n  server {\n    listen %s;\n    location = /page {\n      alias %s/page.html;\n      gzip_static on;\n      gzip_vary on;\n", address, dir)
	for name, values := range headers {
		for _, value := range values {
			if !slices.Contains(own, name) {
				fmt.Fprintf(&out, "      add_header %s %q;\n", name, value)
			}
		}
	}
	out.WriteString("    }\n  }\n}\n")
	return out.Bytes()
}
