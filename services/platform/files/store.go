package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"gocloud.dev/blob"
	_ "gocloud.dev/blob/fileblob" // file:///var/lib/danchu/blobs
	_ "gocloud.dev/blob/memblob"  // mem:// for tests
	_ "gocloud.dev/blob/s3blob"   // s3://bucket?region=…
	"gocloud.dev/gcerrors"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// Scanner looks for malware. Scan returns nil for a clean stream, a refusal
// with the virus' name for an infected one and another error when it cannot tell.
type Scanner interface {
	Scan(ctx context.Context, r io.Reader) error
}

// Options are what a store needs besides its bucket.
type Options struct {
	SpoolDir string  // folder for uploads being checked; "" is the system's
	Scanner  Scanner // nil: no scanning
}

// Store keeps files under their SHA-256. It is safe for concurrent use.
type Store struct {
	bucket  *blob.Bucket
	options Options
}

// Open opens the bucket at a URL: file:///…, s3://… or mem://. Close the store at the end.
func Open(ctx context.Context, address string, options Options) (*Store, error) {
	bucket, err := blob.OpenBucket(ctx, beside(address))
	if err != nil {
		return nil, fmt.Errorf("files: opening the bucket: %w", err)
	}
	return &Store{bucket: bucket, options: options}, nil
}

// beside lets a bucket of files write its temporary ones next to the final ones. The default, the system's folder, is
// another file system wherever the bucket is a volume, and a file cannot be renamed across.
func beside(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "file" {
		return address
	}
	query := u.Query()
	query.Set("no_tmp_dir", "true")
	u.RawQuery = query.Encode()
	return u.String()
}

// Close releases the bucket.
func (s *Store) Close() error { return s.bucket.Close() }

// Ready reports whether the bucket answers.
func (s *Store) Ready(ctx context.Context) error {
	ok, err := s.bucket.IsAccessible(ctx)
	if err == nil && !ok {
		err = errors.New("files: the bucket does not exist")
	}
	return err
}

// Limits bound one upload.
type Limits struct {
	Size     int64  // most bytes
	Kinds    []Kind // accepted kinds
	Declared string // content type the client declares; "" when it declares none
}

// Handle names a stored file. It holds nothing about who uploaded it.
type Handle struct {
	Key    string `json:"k"` // where it lies: derived from the SHA-256
	Name   string `json:"n"` // safe name for people
	Kind   Kind   `json:"t"`
	Size   int64  `json:"s"` // bytes
	SHA256 string `json:"h"` // hex
}

// Put checks an upload and stores it. It refuses with a fault whose Reason is
// one of the Reason constants; nothing is stored then. The same content put
// twice is stored once, and putting it again after any error is safe.
func (s *Store) Put(ctx context.Context, name string, r io.Reader, limits Limits) (Handle, error) {
	name = SafeName(name)
	kind, err := limits.accept(name)
	if err != nil {
		return Handle{}, err
	}
	upload, err := newSpool(s.options.SpoolDir, r, limits.Size)
	if err != nil {
		return Handle{}, err
	}
	defer upload.close()
	if err := upload.inspect(kind); err != nil {
		return Handle{}, err
	}
	if err := s.scan(ctx, upload); err != nil {
		return Handle{}, err
	}
	h := Handle{Key: keyOf(upload.sha256), Name: name, Kind: kind, Size: upload.size, SHA256: upload.sha256}
	return h, s.keep(ctx, h, upload)
}

// accept settles what kind the upload claims to be and whether it is wanted.
func (l Limits) accept(name string) (Kind, error) {
	kind, known := kindOf(name)
	allowed := false
	var names []string
	for _, one := range l.Kinds {
		allowed = allowed || one == kind
		names = append(names, string(one))
	}
	if !known || !allowed {
		ending := name[strings.LastIndexByte(name, '.')+1:]
		return "", refuse(ReasonKindNotAllowed, fault.Param("kind", ending), fault.Param("allowed", strings.Join(names, ", ")))
	}
	if !kind.claimed(l.Declared) {
		return "", refuse(ReasonKindMismatch, fault.Param("kind", string(kind)))
	}
	return kind, nil
}

func (s *spool) inspect(claim Kind) error {
	s.kind = claim
	found, possible := sniff(s.head, claim)
	if !possible || found != claim {
		return refuse(ReasonKindMismatch, fault.Param("kind", string(claim)))
	}
	return kinds[claim].check(s)
}

func (s *Store) scan(ctx context.Context, upload *spool) error {
	if s.options.Scanner == nil {
		return nil
	}
	err := s.options.Scanner.Scan(ctx, upload.reader())
	if _, refused := fault.Of(err); err == nil || refused {
		return err
	}
	return fault.New(fault.Unavailable, ReasonScanUnavailable, fault.Wrap(err))
}

func (s *Store) keep(ctx context.Context, h Handle, upload *spool) error {
	there, err := s.bucket.Exists(ctx, h.Key)
	if err != nil {
		return fmt.Errorf("files: looking for %s: %w", h.Key, err)
	}
	if there {
		return nil
	}
	// The bucket shows the object only when it is whole.
	err = s.bucket.Upload(ctx, h.Key, upload.reader(), &blob.WriterOptions{ContentType: h.Kind.ContentType()})
	if err != nil {
		return fmt.Errorf("files: storing %s: %w", h.Key, err)
	}
	return nil
}

func keyOf(sha256 string) string { return sha256[:2] + "/" + sha256 }

// Get opens a stored file; the caller closes it. A file that is not there is a
// fault NotFound.
func (s *Store) Get(ctx context.Context, key string) (io.ReadSeekCloser, error) {
	r, err := s.bucket.NewReader(ctx, key, nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, fault.New(fault.NotFound, ReasonGone, fault.Wrap(err))
	}
	if err != nil {
		return nil, fmt.Errorf("files: opening %s: %w", key, err)
	}
	return r, nil
}
