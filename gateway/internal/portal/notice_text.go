package portal

import (
	"regexp"
	"strings"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
)

// Piece is a part of a notice's text: words, or words that lead somewhere.
type Piece struct{ Text, URL string }

// address is how a notice names a page: the path of a resource, for staff with
// /console before it, in a letter with the origin before that. A stop that ends the
// sentence is no part of it.
var address = regexp.MustCompile(`(?:https?://[^\s/]+)?/(console/)?([a-zA-Z]+)/([0-9a-fA-F-]{36})\b`)

// rooms are the pages of the kinds of resource: for everybody, and at the desk.
// A kind without a public page leads to the desk.
var rooms = map[string]struct{ public, desk string }{
	"publications":        {"/disclosures/", "/console/publications/"},
	"disclosures":         {"/disclosures/", "/console/publications/"},
	"informationRequests": {"/requests/", "/console/requests/"},
	"requests":            {"/requests/", "/console/requests/"},
	"obligations":         {"", "/console/obligations/"},
	"withholdings":        {"", "/console/withholdings/"},
	"votes":               {"/votes/", "/console/votes/"},
	"initiatives":         {"/initiatives/", "/initiatives/"},
	"plans":               {"", "/console/plans/"},
	"imports":             {"", "/console/imports/"},
}

// pieces cuts a notice at the addresses in it and puts words in their place. An
// address that leads to no page of ours is left out: nobody can read it.
func (p *Portal) pieces(lang, text string) []Piece {
	text = p.Terms.Periods(lang, text)
	var out []Piece
	add := func(words string) {
		if words != "" {
			out = append(out, Piece{Text: words})
		}
	}
	at := 0
	for _, m := range address.FindAllStringSubmatchIndex(text, -1) {
		kind, id := text[m[4]:m[5]], text[m[6]:m[7]]
		room, known := rooms[kind]
		before := text[at:m[0]]
		at = m[1]
		if !known {
			add(strings.TrimRight(before, " :"))
			continue
		}
		add(before)
		url := room.public
		if m[2] >= 0 || url == "" {
			url = room.desk
		}
		out = append(out, Piece{Text: p.Set.Text(lang, "inbox.open_"+strings.ToLower(kind), nil), URL: url + id})
	}
	add(text[at:])
	return out
}

// pageOf is the page of a resource, or "".
func pageOf(resource string) string {
	kind, _, _ := strings.Cut(resource, "/")
	if kind == "units" {
		return "/units/" + terms.ID(resource)
	}
	room, known := rooms[kind]
	switch {
	case !known:
		return ""
	case room.public == "":
		return room.desk + terms.ID(resource)
	default:
		return room.public + terms.ID(resource)
	}
}
