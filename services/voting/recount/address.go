package recount

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// Place is where a vote is published.
type Place struct {
	// Base is the public address of the server, without a slash at the end.
	Base string
	// Vote is the vote's uuid.
	Vote string
}

var votePath = regexp.MustCompile(`^(.*?)(?:/v1|/log)?/votes/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/?$`)

// ParseAddress reads the address of the page of a vote, of its public JSON or of its
// log: https://host/votes/{uuid}, …/v1/votes/{uuid}, …/log/votes/{uuid}.
func ParseAddress(text string) (Place, error) {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil {
		return Place{}, fmt.Errorf("%q is not the address of a vote: https://host/votes/{uuid} is needed", text)
	}
	parts := votePath.FindStringSubmatch(u.Path)
	if parts == nil {
		return Place{}, fmt.Errorf("%q is not the address of a vote: https://host/votes/{uuid} is needed", text)
	}
	return Place{Base: u.Scheme + "://" + u.Host + parts[1], Vote: parts[2]}, nil
}

// name is the log's address without the scheme.
func (p Place) name() string {
	_, rest, _ := strings.Cut(p.Log(), "://")
	return rest
}

// JSON is the address of the public record of the vote.
func (p Place) JSON() string { return p.Base + "/v1/votes/" + p.Vote }

// Log is the address of the vote's log.
func (p Place) Log() string { return p.Base + "/log/votes/" + p.Vote }
