package recount

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Limits of what is read from the server beside the log.
const (
	maxRecord = 4 << 20
	maxList   = 256 << 10
)

// Page is the part of the public record that a recount compares: what the server
// tells people.
type Page struct {
	Title      string `json:"title"`
	Form       string `json:"form"`
	Method     string `json:"method"`
	State      string `json:"state"`
	Households int    `json:"households"`
	Rules      struct {
		SHA256    string `json:"sha256"`
		Canonical string `json:"canonical"`
	} `json:"rules"`
	Result *struct {
		Counts []struct {
			Option string `json:"option"`
			Votes  int    `json:"votes"`
		} `json:"counts"`
		Participants int `json:"participants"`
		Invalid      int `json:"invalid"`
		Threshold    struct {
			Needed int `json:"needed"`
		} `json:"threshold"`
		Passed   bool     `json:"passed"`
		Elected  []string `json:"elected"`
		Villages []struct {
			Approved bool `json:"approved"`
		} `json:"villages"`
	} `json:"result"`
	Log struct {
		Origin      string `json:"origin"`
		VerifierKey string `json:"verifierKey"`
		BallotKey   string `json:"ballotKey"`
	} `json:"log"`
}

// server reads the public JSON of one vote.
type server struct {
	place Place
	http  *http.Client
}

func newServer(place Place, client *http.Client) *server {
	own := http.Client{Timeout: 30 * time.Second}
	if client != nil {
		own = *client
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &server{place, &own}
}

func (s *server) get(ctx context.Context, address string, limit int64, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Accept", "application/json")
	answer, err := s.http.Do(r)
	if err != nil {
		return fmt.Errorf("reading %s: %w", address, err)
	}
	defer func() { _ = answer.Body.Close() }() // it has been read, or is of no interest
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("reading %s: the server answers %d", address, answer.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(answer.Body, limit+1))
	if err != nil {
		return fmt.Errorf("reading %s: %w", address, err)
	}
	if int64(len(data)) > limit {
		return fmt.Errorf("reading %s: more than %d bytes", address, limit)
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("reading %s: %w", address, err)
	}
	return nil
}

// page reads the public record.
func (s *server) page(ctx context.Context) (Page, error) {
	var p Page
	err := s.get(ctx, s.place.JSON(), maxRecord, &p)
	return p, err
}

// participants counts the public list of households that took part, and those that
// stand in it twice. It reads at most one more than most.
func (s *server) participants(ctx context.Context, most int) (listed, total, doubled int, err error) {
	seen := map[[16]byte]bool{} // a part of a digest: a million names would take five times the memory
	token := ""
	for {
		var list struct {
			Participants []struct {
				Code    string `json:"code"`
				Village string `json:"village"`
			} `json:"participants"`
			NextPageToken string `json:"nextPageToken"`
			Total         int    `json:"total"`
		}
		query := url.Values{"page_size": {"100"}}
		if token != "" {
			query.Set("page_token", token)
		}
		if err := s.get(ctx, s.place.JSON()+"/participants?"+query.Encode(), maxList, &list); err != nil {
			return 0, 0, 0, err
		}
		total = list.Total
		for _, one := range list.Participants {
			sum := sha256.Sum256([]byte(one.Village + "\n" + one.Code))
			name := [16]byte(sum[:16])
			if seen[name] {
				doubled++
			}
			seen[name] = true
			listed++
		}
		if list.NextPageToken == "" || len(list.Participants) == 0 || listed > most {
			return listed, total, doubled, nil
		}
		token = list.NextPageToken
	}
}

// keys are the verifier keys the record names: one, or two while a key is replaced.
func (p Page) keys() []string {
	return strings.FieldsFunc(p.Log.VerifierKey, func(r rune) bool { return r == ',' || r == '\n' || r == ' ' })
}
