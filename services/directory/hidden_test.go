package directory_test

import (
	"context"
	"testing"

	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
)

// To whoever may not know of a thing it is answered to the letter like a thing that was never there.
func TestWhatIsHiddenIsAnsweredLikeNothing(t *testing.T) {
	t.Parallel()
	h := province(t)
	binding, err := h.BindRole(h.as(t, issuer+"xa1"), bind(directoryv1.Role_ROLE_VILLAGE_HEAD, "head2", "units/08584.002"))
	must(t, err)
	home, err := h.RegisterHousehold(h.as(t, issuer+"xa1"), &directoryv1.RegisterHouseholdRequest{Household: &directoryv1.Household{
		Village: "units/08584.001@2026-07-01", Code: "H-900", Address: "Khu 1", ValidFrom: "2026-07-01",
	}})
	must(t, err)
	const nothing = "/0198c0de-0000-7000-8000-000000000000"
	for name, call := range map[string]struct {
		there, none string
		ask         func(context.Context, string) error
	}{
		"a binding": {binding.GetName(), "roleBindings" + nothing, func(ctx context.Context, name string) error {
			_, err := h.GetRoleBinding(ctx, &directoryv1.GetRoleBindingRequest{Name: name})
			return err
		}},
		"a household": {home.GetName(), "households" + nothing, func(ctx context.Context, name string) error {
			_, err := h.GetHousehold(ctx, &directoryv1.GetHouseholdRequest{Name: name})
			return err
		}},
		"its history": {home.GetName(), "households" + nothing, func(ctx context.Context, name string) error {
			_, err := h.ListHouseholdHistory(ctx, &directoryv1.ListHouseholdHistoryRequest{Name: name})
			return err
		}},
	} {
		for who, ctx := range map[string]context.Context{"nobody": h.ctx, "the sibling": h.as(t, issuer+"xa2"), "a stranger": h.as(t, issuer+"x")} {
			hidden, none := status.Convert(call.ask(ctx, call.there)).Proto(), status.Convert(call.ask(ctx, call.none)).Proto()
			if !proto.Equal(hidden, none) {
				t.Errorf("%s, asked by %s: %v, but of nothing %v", name, who, hidden, none)
			}
		}
	}
}
