package pagecache

import (
	"sync"
	"sync/atomic"
	"time"
)

// Cache holds pages by language and address.
type Cache struct {
	limit int           // bytes
	ttl   time.Duration // longest age of a page
	clock func() time.Time
	vary  Reader

	mu         sync.RWMutex
	pages      map[string]*kept
	byTag      map[string]map[string]struct{}
	bytes      int
	generation uint64 // grows with each Forget

	hits, misses, dropped atomic.Uint64
}

// kept is one page ready to send.
type kept struct {
	gzip        []byte
	contentType []string
	language    []string
	length      []string
	etag        []string
	modified    []string
	modifiedAt  time.Time
	until       time.Time
	tags        []string
	used        atomic.Bool
}

// overhead is what a page costs beside its bytes.
const overhead = 512

// New makes a cache of at most limit bytes.
func New(limit int, ttl time.Duration, clock func() time.Time, reader Reader) *Cache {
	return &Cache{limit: limit, ttl: ttl, clock: clock, vary: reader, pages: map[string]*kept{}, byTag: map[string]map[string]struct{}{}}
}

// Generation is to be read before a page is made and handed to put after.
func (c *Cache) now() uint64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.generation
}

func (c *Cache) get(key string) *kept {
	c.mu.RLock()
	page := c.pages[key]
	c.mu.RUnlock()
	if page == nil || c.clock().After(page.until) {
		return nil
	}
	if !page.used.Load() {
		page.used.Store(true)
	}
	return page
}

// put keeps a page unless something was forgotten since its making began.
func (c *Cache) put(key string, page *kept, since uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if since != c.generation || len(page.gzip)+overhead > c.limit {
		return
	}
	if old := c.pages[key]; old != nil {
		if old.etag[0] == page.etag[0] { // the same bytes made again: they did not change now
			page.modified, page.modifiedAt = old.modified, old.modifiedAt
		}
		c.remove(key, old)
	}
	for c.bytes+len(page.gzip)+overhead > c.limit {
		c.evict()
	}
	c.pages[key] = page
	c.bytes += len(page.gzip) + overhead
	for _, tag := range page.tags {
		if c.byTag[tag] == nil {
			c.byTag[tag] = map[string]struct{}{}
		}
		c.byTag[tag][key] = struct{}{}
	}
}

// evict removes one page: the first met that nobody used since it was last met.
func (c *Cache) evict() {
	for range 2 {
		for key, page := range c.pages {
			if !page.used.Swap(false) {
				c.remove(key, page)
				return
			}
		}
	}
}

func (c *Cache) remove(key string, page *kept) {
	delete(c.pages, key)
	c.bytes -= len(page.gzip) + overhead
	for _, tag := range page.tags {
		delete(c.byTag[tag], key)
		if len(c.byTag[tag]) == 0 {
			delete(c.byTag, tag)
		}
	}
}

// Forget drops every page that carries one of the tags.
func (c *Cache) Forget(tags ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.generation++
	for _, tag := range tags {
		for key := range c.byTag[tag] {
			c.remove(key, c.pages[key])
			c.dropped.Add(1)
		}
	}
}

// Clear drops everything; for when it is not known what was missed.
func (c *Cache) Clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.generation++
	c.pages, c.byTag, c.bytes = map[string]*kept{}, map[string]map[string]struct{}{}, 0
}

// Figures are what the cache did since the start.
type Figures struct {
	Hits, Misses, Dropped uint64
	Pages, Bytes          int
}

// Figures tells how the cache fares.
func (c *Cache) Figures() Figures {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return Figures{Hits: c.hits.Load(), Misses: c.misses.Load(), Dropped: c.dropped.Load(), Pages: len(c.pages), Bytes: c.bytes}
}
