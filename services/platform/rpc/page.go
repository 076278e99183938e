package rpc

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// Sizes of a page.
const (
	// DefaultPageSize is used when none is asked for.
	DefaultPageSize = 20
	// MaxPageSize is the most; more is brought down to it.
	MaxPageSize = 100
)

// PageRequest is a request for a page of a list.
type PageRequest interface {
	proto.Message
	GetPageSize() int32
	GetPageToken() string
}

// Cursor is a place in a list.
type Cursor struct {
	// Size is how many items to return, from 1 to [MaxPageSize].
	Size int
	// After are the sort keys of the last item already returned; empty on the first page.
	After []string

	query []byte
}

// Page reads which page is asked for. A page token is bound to its query: all other fields of the request (save
// page_size, which may change between pages) and the kind of request. A token that was cut, altered, or taken to
// another query is refused with PAGE_TOKEN_INVALID.
//
// The token carries a checksum, not a signature, on purpose: it is a place in a list and no permission – who may see
// an item is decided again on every page –, so whoever forges one gains what a filter would give, and replicas and
// restarts need no shared key.
func Page(request PageRequest) (Cursor, error) {
	c := Cursor{Size: size(request.GetPageSize())}
	query, err := digest(request)
	if err != nil {
		return Cursor{}, fault.New(fault.Internal, "", fault.Wrap(err))
	}
	c.query = query
	if request.GetPageToken() == "" {
		return c, nil
	}
	if c.After, err = c.open(request.GetPageToken()); err != nil {
		return Cursor{}, fault.New(fault.Invalid, "PAGE_TOKEN_INVALID", fault.Field("page_token"), fault.Wrap(err))
	}
	return c, nil
}

// Next writes the token of the page after the item with these sort keys. Without keys there is no next page: "".
func (c Cursor) Next(after ...string) string {
	if len(after) == 0 {
		return ""
	}
	place, err := json.Marshal(after)
	if err != nil { // strings always marshal
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(append(c.seal(place), place...))
}

// sumSize is enough to catch every accident.
const sumSize = 12

func (c Cursor) open(token string) ([]string, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil {
		return nil, err
	}
	if len(raw) < sumSize || !bytes.Equal(raw[:sumSize], c.seal(raw[sumSize:])) {
		return nil, errToken
	}
	var after []string
	if err := json.Unmarshal(raw[sumSize:], &after); err != nil {
		return nil, err
	}
	if len(after) == 0 {
		return nil, errToken
	}
	return after, nil
}

var errToken = fault.New(fault.Invalid, "PAGE_TOKEN_INVALID")

func (c Cursor) seal(place []byte) []byte {
	h := sha256.New()
	h.Write(c.query)
	h.Write(place)
	return h.Sum(nil)[:sumSize]
}

func size(asked int32) int {
	switch {
	case asked <= 0:
		return DefaultPageSize
	case asked > MaxPageSize:
		return MaxPageSize
	default:
		return int(asked)
	}
}

// digest is the query's: the request without its page fields.
func digest(request PageRequest) ([]byte, error) {
	bare := proto.Clone(request).ProtoReflect()
	for _, name := range []protoreflect.Name{"page_size", "page_token"} {
		if field := bare.Descriptor().Fields().ByName(name); field != nil {
			bare.Clear(field)
		}
	}
	bare.SetUnknown(nil)
	text, err := proto.MarshalOptions{Deterministic: true}.Marshal(bare.Interface())
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	h.Write([]byte(bare.Descriptor().FullName()))
	h.Write([]byte{0})
	h.Write(text)
	return h.Sum(nil), nil
}
