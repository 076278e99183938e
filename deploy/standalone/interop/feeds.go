package interop

import (
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// reading is what a stranger's parser understood of a feed.
type reading struct {
	Reader, Type, Format, Title, Home, Self string
	Items                                   []struct {
		ID, Title, Link, Author string
		Published, Updated      time.Time
	}
}

func (h *house) feedChecks() []check {
	var checks []check
	for _, one := range []struct{ what, path string }{{"of the province", "/feeds/disclosures"}, {"of a commune", "/feeds/units/08584"}} {
		checks = append(checks, check{"the feeds " + one.what + " are understood by parsers of others", func(ctx context.Context) (string, error) {
			return h.readFeeds(ctx, one.path)
		}})
	}
	return checks
}

func (h *house) readFeeds(ctx context.Context, path string) (string, error) {
	command := exec.CommandContext(ctx, "node", filepath.Join(h.scripts, "feeds", "read.mjs"), h.portal+path+".atom", h.portal+path+".json")
	said := &lastWords{}
	command.Stderr = said
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, said)
	}
	var readings []reading
	if err := json.Unmarshal(out, &readings); err != nil {
		return "", fmt.Errorf("reading what the parsers print: %w", err)
	}
	public, err := h.publications(ctx)
	if err != nil {
		return "", err
	}
	var seen []string
	for _, r := range readings {
		if err := h.agrees(r, path, public); err != nil {
			return "", fmt.Errorf("%s, %s: %w", r.Reader, r.Format, err)
		}
		seen = append(seen, fmt.Sprintf("%s %s %d entries", r.Reader, r.Format, len(r.Items)))
	}
	return strings.Join(seen, ", "), nil
}

// agrees compares what was understood with what the product says over REST.
func (h *house) agrees(r reading, path string, public []publication) error {
	extension, kind := ".atom", "application/atom+xml"
	if r.Format == "json" {
		extension, kind = ".json", "application/feed+json"
	}
	if r.Title == "" || !strings.HasPrefix(r.Type, kind) || r.Self != h.portal+path+extension || !strings.HasPrefix(r.Home, h.portal+"/disclosures") {
		return fmt.Errorf("type %q, title %q, self %q, home %q", r.Type, r.Title, r.Self, r.Home)
	}
	if len(r.Items) == 0 {
		return fmt.Errorf("no entries; %d publications are public", len(public))
	}
	known := map[string]publication{}
	for _, p := range public {
		known["urn:uuid:"+strings.TrimPrefix(p.Name, "publications/")] = p
	}
	for _, i := range r.Items {
		p, ok := known[i.ID]
		if !ok || i.Title != p.Title || i.Author == "" || i.Link != h.portal+"/disclosures/"+strings.TrimPrefix(p.Name, "publications/") ||
			!i.Published.Equal(p.PublishedTime.Truncate(time.Second)) || i.Updated.Before(i.Published) {
			return fmt.Errorf("entry %+v is not %+v", i, p)
		}
	}
	return nil
}
