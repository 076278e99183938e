package rpc_test

import (
	"encoding/base64"
	"slices"
	"testing"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/rpc"
)

func token(t *testing.T, r rpc.PageRequest, after ...string) string {
	t.Helper()
	page, err := rpc.Page(r)
	if err != nil {
		t.Fatal(err)
	}
	return page.Next(after...)
}

func TestPageSize(t *testing.T) {
	t.Parallel()
	for asked, want := range map[int32]int{0: 20, -1: 20, 1: 1, 100: 100, 101: 100, 1 << 30: 100} {
		page, err := rpc.Page(&directoryv1.ListUnitsRequest{PageSize: asked})
		if err != nil || page.Size != want || len(page.After) != 0 {
			t.Errorf("asked %d: %+v, %v; want %d", asked, page, err, want)
		}
	}
}

func TestAPageTokenLeadsOn(t *testing.T) {
	t.Parallel()
	query := &directoryv1.ListUnitsRequest{Query: "Việt Trì", AsOf: "2025-07-01"}
	query.PageToken = token(t, query, "Việt Trì", "08584")
	query.PageSize = 50 // may change between pages
	page, err := rpc.Page(query)
	if err != nil || !slices.Equal(page.After, []string{"Việt Trì", "08584"}) {
		t.Fatalf("%+v, %v", page, err)
	}
	if page.Next() != "" {
		t.Error("a page after nothing")
	}
}

func TestAPageTokenIsBoundToItsQuery(t *testing.T) {
	t.Parallel()
	query := &directoryv1.ListUnitsRequest{Query: "Việt Trì"}
	good := token(t, query, "08584")
	raw, err := base64.RawURLEncoding.DecodeString(good)
	if err != nil {
		t.Fatal(err)
	}
	altered := slices.Clone(raw)
	altered[len(altered)-3]++
	for name, r := range map[string]rpc.PageRequest{
		"another query":   &directoryv1.ListUnitsRequest{Query: "Phù Ninh", PageToken: good},
		"another request": &directoryv1.ListHouseholdsRequest{PageToken: token(t, &directoryv1.ListUnitsRequest{}, "08584")},
		"altered":         &directoryv1.ListUnitsRequest{Query: "Việt Trì", PageToken: base64.RawURLEncoding.EncodeToString(altered)},
		"cut":             &directoryv1.ListUnitsRequest{Query: "Việt Trì", PageToken: good[:len(good)-2]},
		"too short":       &directoryv1.ListUnitsRequest{Query: "Việt Trì", PageToken: "AAAA"},
		"no base64":       &directoryv1.ListUnitsRequest{Query: "Việt Trì", PageToken: "trang hai"},
	} {
		_, err := rpc.Page(r)
		if !fault.Is(err, "PAGE_TOKEN_INVALID") || fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v, want PAGE_TOKEN_INVALID", name, err)
		}
	}
}

func TestEveryChangedByteOfATokenIsRefused(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		query := &directoryv1.ListUnitsRequest{Query: rapid.StringN(0, 20, 60).Draw(t, "query")}
		page, err := rpc.Page(query)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := base64.RawURLEncoding.DecodeString(page.Next(rapid.StringN(0, 20, 60).Draw(t, "key")))
		if err != nil {
			t.Fatal(err)
		}
		raw[rapid.IntRange(0, len(raw)-1).Draw(t, "at")] ^= byte(rapid.IntRange(1, 255).Draw(t, "flip"))
		tampered, ok := proto.Clone(query).(*directoryv1.ListUnitsRequest)
		if !ok {
			t.Fatal("a clone of another type")
		}
		tampered.PageToken = base64.RawURLEncoding.EncodeToString(raw)
		if _, err := rpc.Page(tampered); !fault.Is(err, "PAGE_TOKEN_INVALID") {
			t.Fatalf("accepted a tampered token: %v", err)
		}
	})
}
