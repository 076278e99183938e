package standalone

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// Between two looks at the first page, and the longest it may take: the first start reads two catalogues of units.
const (
	pagePause = 100 * time.Millisecond
	pageLimit = 5 * time.Minute
)

// firstPage waits until the portal's home is there: on the first start the province itself is still being read.
func (h *house) firstPage(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, pageLimit)
	defer cancel()
	tick := time.NewTicker(pagePause)
	defer tick.Stop()
	for {
		status, err := h.look(ctx)
		if err == nil && status == http.StatusOK {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the portal's home did not come up (last answer %d): %w", status, context.Cause(ctx))
		case <-tick.C:
		}
	}
}

func (h *house) look(ctx context.Context) (status int, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, h.portal+"/", nil)
	if err != nil {
		return 0, err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	return answer.StatusCode, answer.Body.Close()
}
