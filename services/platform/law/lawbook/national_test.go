package lawbook_test

import (
	"testing"

	"github.com/danchu-platform/danchu/services/platform/law/lawbook"
)

func TestNational(t *testing.T) {
	b, err := lawbook.National()
	if err != nil {
		t.Fatal(err)
	}
	t.Log(b.IDs())
}
