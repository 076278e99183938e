package feeds

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"time"

	"github.com/danchu-platform/danchu/gateway/internal/pagecache"
)

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomName struct {
	Name string `xml:"name"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomEntry struct {
	ID        string       `xml:"id"`
	Title     string       `xml:"title"`
	Link      atomLink     `xml:"link"`
	Published string       `xml:"published"`
	Updated   string       `xml:"updated"`
	Author    atomName     `xml:"author"`
	Category  atomCategory `xml:"category"`
	Summary   string       `xml:"summary"`
}

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

// atom writes RFC 4287. Texts are plain: the XML escapes whatever was typed.
func atom(f feed) (pagecache.Page, error) {
	out := atomFeed{
		Lang: f.Lang, ID: f.Self, Title: f.Title, Updated: f.Updated.UTC().Format(time.RFC3339),
		Links: []atomLink{{Rel: "self", Type: "application/atom+xml", Href: f.Self}, {Rel: "alternate", Type: "text/html", Href: f.URL}},
	}
	for _, e := range f.Entries {
		out.Entries = append(out.Entries, atomEntry{
			ID: e.ID, Title: e.Title, Link: atomLink{Rel: "alternate", Type: "text/html", Href: e.URL},
			Published: e.Published.UTC().Format(time.RFC3339), Updated: e.Updated.UTC().Format(time.RFC3339),
			Author: atomName{e.Publisher}, Category: atomCategory{e.State}, Summary: e.Summary,
		})
	}
	var body bytes.Buffer
	body.WriteString(xml.Header)
	if err := xml.NewEncoder(&body).Encode(out); err != nil {
		return pagecache.Page{}, fmt.Errorf("writing an Atom feed: %w", err)
	}
	return pagecache.Page{Body: body.Bytes(), ContentType: "application/atom+xml; charset=utf-8"}, nil
}

type jsonAuthor struct {
	Name string `json:"name"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	Text      string       `json:"content_text"`
	Published string       `json:"date_published"`
	Modified  string       `json:"date_modified"`
	Authors   []jsonAuthor `json:"authors"`
	Tags      []string     `json:"tags"`
	Language  string       `json:"language"`
}

type jsonRoot struct {
	Version  string     `json:"version"`
	Title    string     `json:"title"`
	Home     string     `json:"home_page_url"`
	Feed     string     `json:"feed_url"`
	Language string     `json:"language"`
	Items    []jsonItem `json:"items"`
}

// jsonFeed writes JSON Feed 1.1.
func jsonFeed(f feed) (pagecache.Page, error) {
	out := jsonRoot{Version: "https://jsonfeed.org/version/1.1", Title: f.Title, Home: f.URL, Feed: f.Self, Language: f.Lang, Items: []jsonItem{}}
	for _, e := range f.Entries {
		text := e.Summary
		if text == "" {
			text = e.Title
		}
		out.Items = append(out.Items, jsonItem{
			ID: e.ID, URL: e.URL, Title: e.Title, Text: text, Published: e.Published.UTC().Format(time.RFC3339),
			Modified: e.Updated.UTC().Format(time.RFC3339), Authors: []jsonAuthor{{e.Publisher}}, Tags: []string{e.State}, Language: "vi",
		})
	}
	body, err := json.Marshal(out)
	if err != nil {
		return pagecache.Page{}, fmt.Errorf("writing a JSON feed: %w", err)
	}
	return pagecache.Page{Body: body, ContentType: "application/feed+json; charset=utf-8"}, nil
}
