package seed

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"google.golang.org/grpc/metadata"

	"github.com/danchu-platform/danchu/services/platform/authn"
)

// Two callers of the seed's own: one drafts and administers, the other approves,
// because nobody may approve what they wrote.
const (
	Author   = "danchu-demo#author"
	Approver = "danchu-demo#approver"
)

// Provinces are those whose administrators both callers must be before the seed starts.
var Provinces = []string{Province, "38", "48", "79", "92"}

// as lets ctx speak for one of the seed's own callers. A token that cannot be
// made is none, and the call is refused.
func (s *seeder) as(ctx context.Context, subject string) context.Context {
	token, err := s.Mint(authn.Caller{Subject: subject, Name: "Dữ liệu mẫu", Kind: authn.Service})
	if err != nil {
		return ctx
	}
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+token)
}

// requestID is the same for the same act, so that a seed that was interrupted
// goes on where it stopped and makes nothing twice.
func requestID(act string, of ...any) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("danchu-demo/"+act+fmt.Sprint(of...))).String()
}
