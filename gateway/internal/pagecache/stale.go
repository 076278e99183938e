package pagecache

import (
	"time"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// stalest is how long after its time a page may still be shown while the services
// are away. What was forgotten is gone at once and is never shown again.
const stalest = 24 * time.Hour

// stale is the page kept for an address past its time, for when a new one cannot be
// made because a service is away; nil for any other failure.
func (c *Cache) stale(key string, err error) *kept {
	if fault.From(err).Kind != fault.Unavailable {
		return nil
	}
	c.mu.RLock()
	defer c.mu.RUnlock()
	page := c.pages[key]
	if page == nil || c.clock().After(page.until.Add(stalest)) {
		return nil
	}
	return page
}
