package story

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"

	"github.com/google/uuid"
)

// The places of the story.
const (
	province = "25"    // Tỉnh Phú Thọ
	commune  = "08584" // Xã Võ Miếu
	sibling  = "08782" // Xã Hải Lựu
)

// The people of the story, as the issuer knows them.
const (
	officer        = "can-bo-vo-mieu"
	chair          = "chu-tich-vo-mieu"
	communeAdmin   = "quan-tri-vo-mieu"
	villageHead    = "truong-thon-cu-banh"
	siblingOfficer = "can-bo-hai-luu"
	citizen        = "cong-dan"
	operator       = "van-hanh"
	provinceAdmin  = "quan-tri-tinh"
	provinceWatch  = "so-noi-vu"
)

// Stage is one telling: who has come, and what earlier steps have left for later ones.
type Stage struct {
	// Patience multiplies how long the story waits for what follows by itself; 0 is 1.
	Patience int

	lasting time.Duration // how long households may answer; 0: as long as the story needs
	base    *url.URL
	mark    string // the word that only this telling uses
	send    http.RoundTripper
	journal *Journal
	people  map[string]*Browser
	answers map[string]answer // by request id
	began   time.Time

	unit     *directoryv1.Unit // the commune of today
	scan     *typev1.Attachment
	photo    *typev1.Attachment
	road     *disclosurev1.Publication // what the story is about
	roadTag  string                    // ETag of its page
	roadSeen string                    // etag before the change that is sent twice
	fees     *disclosurev1.Publication // full of markup, late
	duty     *disclosurev1.Obligation
	secret   *disclosurev1.Withholding
	asked    *disclosurev1.InformationRequest
	once     string // of the citizen's form
	role     *directoryv1.RoleBinding
	table    *directoryv1.Import
	ballots  *voted
}

// NewStage prepares a telling against the instance at address. mark tells this telling from others; letters and digits only.
func NewStage(address, mark string, send http.RoundTripper, journal *Journal) (*Stage, error) {
	base, err := url.Parse(strings.TrimSuffix(address, "/"))
	if err != nil || base.Host == "" || base.Scheme == "" {
		return nil, fmt.Errorf("address %q: want something like http://127.0.0.1:8080", address)
	}
	return &Stage{
		base: base, mark: mark, send: send, journal: journal, people: map[string]*Browser{}, answers: map[string]answer{}, began: time.Now(),
	}, nil
}

// Mark is the word that only this telling uses.
func (s *Stage) Mark() string { return s.mark }

// id is the request id of one change of the story: the same place in the same telling always has the same.
func (s *Stage) id(place string) string {
	sum := sha256.Sum256([]byte("danchu story\x00" + s.mark + "\x00" + place))
	return uuid.NewSHA1(uuid.NameSpaceURL, sum[:]).String()
}

// as is the browser of a person, signed in when they first come; of "" one nobody has signed in with.
func (s *Stage) as(ctx context.Context, subject string) (*Browser, error) {
	if subject == "" {
		return s.anybody(), nil
	}
	if b := s.people[subject]; b != nil {
		return b, nil
	}
	b := s.browser(subject)
	if err := b.signIn(ctx, subject); err != nil {
		return nil, fmt.Errorf("signing in %s: %w", subject, err)
	}
	s.people[subject] = b
	return b, nil
}

// anybody is a browser nobody has signed in with.
func (s *Stage) anybody() *Browser {
	if s.people[""] == nil {
		s.people[""] = s.browser("")
	}
	return s.people[""]
}

// today is the civil date in the country, moved by some days, as the contracts write dates.
func today(moved int) string { return localNow().AddDate(0, 0, moved).Format(time.DateOnly) }

func localNow() time.Time { return time.Now().In(vietnam) }

// Viet Nam has one time zone and no summer time, so the story needs no table of zones.
var vietnam = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// shown is a date as people read it.
func shown(date string) string {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return day.Format("02/01/2006")
}

// await asks again and again until check is content, the time is over or the instance is gone. It answers how long it took.
func (s *Stage) await(ctx context.Context, within time.Duration, check func(context.Context) error) (time.Duration, error) {
	within *= time.Duration(max(1, s.Patience))
	began := time.Now()
	every := time.NewTicker(50 * time.Millisecond)
	defer every.Stop()
	for {
		err := check(ctx)
		took := time.Since(began)
		switch {
		case err == nil:
			return took, nil
		case gone(err):
			return took, err
		case took > within:
			return took, fmt.Errorf("not within %s: %w", within, err)
		}
		select {
		case <-ctx.Done():
			return time.Since(began), ctx.Err()
		case <-every.C:
		}
	}
}
