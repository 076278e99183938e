package story

import (
	"context"
	"fmt"
	"time"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// lastFilled is whose document the demo publishes last.
const lastFilled = "units/92"

// AwaitDemo waits until the demo province is whole: an instance that has just been made serves its first page long before the
// last village and the last document are in. It answers how long it took.
func AwaitDemo(ctx context.Context, s *Stage, within time.Duration) (time.Duration, error) {
	return s.await(ctx, within, func(ctx context.Context) error {
		head, err := s.as(ctx, villageHead)
		if err != nil {
			return err
		}
		var me directoryv1.Me
		if err := head.get(ctx, "/v1/me", nil, &me); err != nil {
			return err
		}
		if len(me.GetBindings()) == 0 {
			return fmt.Errorf("the people have no roles yet")
		}
		var found disclosurev1.SearchPublicationsResponse
		if err := s.anybody().get(ctx, "/v1/publications:search?page_size=1&include_subtree=true&unit="+lastFilled, nil, &found); err != nil {
			return err
		}
		if len(found.GetPublications()) == 0 {
			return fmt.Errorf("the demo's documents are not published yet")
		}
		return nil
	})
}
