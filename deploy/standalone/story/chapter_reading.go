package story

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// shortly is how long the public may wait for what has been decided (DESIGN.md §10, P3).
const shortly = 2 * time.Second

// reading: everybody sees it, at once and in every form.
func reading() []Step {
	return []Step{
		{"the public page is there within two seconds", publicPage},
		{"the page shows due date, article and forms", pageTells},
		{"a reader who has the page gets 304", notModified},
		{"the scan can be taken home, and only taken home", download},
		{"the Atom feed of the commune has it", atomFeed},
		{"the JSON feed of the commune has it", jsonFeed},
		{"the page of the commune has it", communeHasIt},
		{"the page is there in English", english},
	}
}

func (s *Stage) roadPage() (string, error) {
	if s.road == nil {
		return "", errMissing
	}
	return "/disclosures/" + strings.TrimPrefix(s.road.GetName(), "publications/"), nil
}

func publicPage(ctx context.Context, s *Stage) (string, error) {
	address, err := s.roadPage()
	if err != nil {
		return "", err
	}
	took, err := s.await(ctx, shortly, func(ctx context.Context) error {
		page, err := s.anybody().page(ctx, address)
		if err != nil {
			return err
		}
		return page.says(s.road.GetTitle(), "Hỗ trợ nhà ở cho 45 hộ nghèo")
	})
	return fmt.Sprintf("%s after %d ms", address, took.Milliseconds()), err
}

func pageTells(ctx context.Context, s *Stage) (string, error) {
	address, err := s.roadPage()
	if err != nil {
		return "", err
	}
	page, err := s.anybody().page(ctx, address)
	if err != nil {
		return "", err
	}
	due := s.road.GetDue()
	err = page.says(shown(due.GetDate()), due.GetBasis().GetText(), s.road.GetDocumentNumber(), s.road.GetRegisterNumber(), "Niêm yết", "truyền thanh")
	return fmt.Sprintf("hạn %s, %s; %d bytes", shown(due.GetDate()), due.GetBasis().GetText(), len(page.raw)), err
}

func notModified(ctx context.Context, s *Stage) (string, error) {
	address, err := s.roadPage()
	if err != nil {
		return "", err
	}
	first, _, err := s.anybody().read(ctx, address)
	if err != nil {
		return "", err
	}
	s.roadTag = first.Header.Get("Etag")
	again, body, err := s.anybody().read(ctx, address, "If-None-Match", s.roadTag)
	if err != nil {
		return "", err
	}
	if s.roadTag == "" || again.StatusCode != http.StatusNotModified || len(body) > 0 {
		return "", fmt.Errorf("ETag %q, then %d with %d bytes", s.roadTag, again.StatusCode, len(body))
	}
	return "ETag " + s.roadTag + " → 304, no bytes", nil
}

func download(ctx context.Context, s *Stage) (string, error) {
	address, err := s.roadPage()
	if err != nil {
		return "", err
	}
	page, err := s.anybody().page(ctx, address)
	if err != nil {
		return "", err
	}
	file, err := page.link("/files/")
	if err != nil {
		return "", err
	}
	response, body, err := s.anybody().read(ctx, file)
	if err != nil {
		return "", err
	}
	h := response.Header
	if !bytes.Equal(body, scanned(s.mark)) {
		return "", fmt.Errorf("%d: %d bytes, not those that were uploaded", response.StatusCode, len(body))
	}
	if !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") || h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") {
		return "", fmt.Errorf("a file could run in the browser: %v", h)
	}
	return fmt.Sprintf("%d bytes, byte for byte; attachment, nosniff, sandbox", len(body)), nil
}

// inFeed waits until a feed has an entry with the title of the road.
func (s *Stage) inFeed(ctx context.Context, address string, titles func([]byte) ([]string, error)) (string, error) {
	if s.road == nil {
		return "", errMissing
	}
	count := 0
	took, err := s.await(ctx, shortly, func(ctx context.Context) error {
		response, body, err := s.anybody().read(ctx, address)
		if err != nil {
			return err
		}
		if response.StatusCode != http.StatusOK {
			return fmt.Errorf("%s answered %d", address, response.StatusCode)
		}
		all, err := titles(body)
		if err != nil {
			return err
		}
		count = len(all)
		for _, one := range all {
			if one == s.road.GetTitle() {
				return nil
			}
		}
		return errors.New("the feed does not have it")
	})
	return fmt.Sprintf("one of %d entries of %s, after %d ms", count, address, took.Milliseconds()), err
}

func atomFeed(ctx context.Context, s *Stage) (string, error) {
	return s.inFeed(ctx, "/feeds/units/"+commune+".atom", func(body []byte) ([]string, error) {
		var feed struct {
			XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
			Entry   []struct {
				Title string `xml:"title"`
			} `xml:"entry"`
		}
		err := xml.Unmarshal(body, &feed)
		var titles []string
		for _, one := range feed.Entry {
			titles = append(titles, one.Title)
		}
		return titles, err
	})
}

func jsonFeed(ctx context.Context, s *Stage) (string, error) {
	return s.inFeed(ctx, "/feeds/units/"+commune+".json", func(body []byte) ([]string, error) {
		var feed struct {
			Version string
			Items   []struct{ Title string }
		}
		err := json.Unmarshal(body, &feed)
		if err == nil && feed.Version != "https://jsonfeed.org/version/1.1" {
			err = fmt.Errorf("version %q", feed.Version)
		}
		var titles []string
		for _, one := range feed.Items {
			titles = append(titles, one.Title)
		}
		return titles, err
	})
}

func communeHasIt(ctx context.Context, s *Stage) (string, error) {
	address, err := s.roadPage()
	if err != nil {
		return "", err
	}
	took, err := s.await(ctx, shortly, func(ctx context.Context) error {
		page, err := s.anybody().page(ctx, "/units/"+commune)
		if err != nil {
			return err
		}
		_, err = page.link(address)
		return err
	})
	return fmt.Sprintf("/units/%s leads to it, after %d ms", commune, took.Milliseconds()), err
}

func english(ctx context.Context, s *Stage) (string, error) {
	address, err := s.roadPage()
	if err != nil {
		return "", err
	}
	reader := s.browser("a reader of English")
	page, err := reader.page(ctx, "/language/en?return="+address)
	if err != nil {
		return "", err
	}
	return "title in Vietnamese, everything around it in English", page.says(s.road.GetTitle(), "Tiếng Việt", "Sign in")
}
