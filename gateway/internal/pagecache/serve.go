package pagecache

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Reader tells what of a request, besides its address, decides what is shown:
// the language, and whether the reader is somebody in particular (signed in,
// about to see a notice) and must not get a kept page.
type Reader func(r *http.Request) (lang string, particular bool)

// Page is a page made for nobody in particular.
type Page struct {
	Body        []byte
	ContentType string
	Tags        []string
}

// Front answers from memory what it can and lets the rest through. It stands
// before the router: a kept page never reaches it.
func (c *Cache) Front(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			if lang, particular := c.vary(r); !particular {
				if page := c.get(lang + r.RequestURI); page != nil {
					c.hits.Add(1)
					page.send(w, r)
					return
				}
			}
		}
		next.ServeHTTP(w, r)
	})
}

// Answer makes a page, keeps it if the address is canonical, and sends it. The
// parameters are the only ones the page reads.
func (c *Cache) Answer(w http.ResponseWriter, r *http.Request, parameters []string, build func(context.Context) (Page, error)) error {
	lang, particular := c.vary(r)
	if particular {
		return fmt.Errorf("a page for somebody in particular was asked of the page cache")
	}
	c.misses.Add(1)
	since := c.now()
	made, err := build(r.Context())
	if err != nil {
		if old := c.stale(lang+r.RequestURI, err); old != nil {
			w.Header().Set("Warning", `110 - "Response is Stale"`)
			old.send(w, r)
			return nil
		}
		return err
	}
	page, err := c.pack(made, lang)
	if err != nil {
		return err
	}
	if r.RequestURI == Canonical(r.URL, parameters) {
		c.put(lang+r.RequestURI, page, since)
	}
	page.send(w, r)
	return nil
}

// Canonical spells an address with only the parameters a page reads, sorted and
// without empty ones.
func Canonical(u *url.URL, parameters []string) string {
	given := u.Query()
	read := url.Values{}
	for _, name := range parameters {
		if value := given.Get(name); value != "" {
			read.Set(name, value)
		}
	}
	if len(read) == 0 {
		return u.EscapedPath()
	}
	return u.EscapedPath() + "?" + read.Encode()
}

var writers = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, gzip.BestCompression) // the level is valid
	return z
}}

func (c *Cache) pack(made Page, lang string) (*kept, error) {
	var packed bytes.Buffer
	z := writers.Get().(*gzip.Writer)
	defer writers.Put(z)
	z.Reset(&packed)
	if _, err := z.Write(made.Body); err != nil {
		return nil, fmt.Errorf("compressing page: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("compressing page: %w", err)
	}
	digest := sha256.Sum256(made.Body)
	now := c.clock()
	return &kept{
		gzip:        bytes.Clone(packed.Bytes()),
		contentType: []string{made.ContentType},
		language:    []string{lang},
		length:      []string{strconv.Itoa(packed.Len())},
		etag:        []string{`"` + hex.EncodeToString(digest[:12]) + `"`},
		modified:    []string{now.UTC().Format(http.TimeFormat)},
		modifiedAt:  now.Truncate(time.Second),
		until:       now.Add(c.ttl),
		tags:        made.Tags,
	}, nil
}

var (
	revalidate = []string{"no-cache"}
	varies     = []string{"Cookie, Accept-Encoding"}
	encoded    = []string{"gzip"}
)

// send writes the page, or 304 when the reader has it already. Header values are
// shared, ready-made slices: nothing is built per request.
func (k *kept) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h["Cache-Control"] = revalidate
	h["Vary"] = varies
	h["Etag"] = k.etag
	h["Last-Modified"] = k.modified
	if k.fresh(r) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h["Content-Type"] = k.contentType
	h["Content-Language"] = k.language
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h["Content-Encoding"] = encoded
		h["Content-Length"] = k.length
		if r.Method != http.MethodHead {
			_, _ = w.Write(k.gzip) // the reader has gone; there is nobody to tell
		}
		return
	}
	z, err := gzip.NewReader(bytes.NewReader(k.gzip))
	if err != nil { // we made it; it opens
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	if r.Method != http.MethodHead {
		_, _ = io.Copy(w, z)
	}
}

// fresh tells whether the reader's copy is still the page (RFC 9110 §13).
func (k *kept) fresh(r *http.Request) bool {
	if match := r.Header.Get("If-None-Match"); match != "" {
		for tag := range strings.SplitSeq(match, ",") {
			tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
			if tag == k.etag[0] || tag == "*" {
				return true
			}
		}
		return false
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !k.modifiedAt.After(since)
}

// Particular tells whether the request comes from somebody who must not get a
// kept page.
func (c *Cache) Particular(r *http.Request) bool {
	_, particular := c.vary(r)
	return particular
}
