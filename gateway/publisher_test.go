package gateway_test

import (
	"encoding/json"
	"strings"
	"testing"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
)

// What an agency publishes is shown under the agency's name, and under its unit's only beside it.
func TestAnAgencyIsNamedWhereItPublishes(t *testing.T) {
	const school = "Trường THCS Võ Miếu"
	s := newStage(t)
	s.fixed.agency = school
	for _, c := range []struct{ address, selector string }{
		{"/disclosures", ".plainlist .meta span"},
		{"/disclosures?q=nha", ".plainlist .meta span"},
		{"/disclosures/" + publicationID, "dl.facts dd"},
		{"/disclosures/" + publicationID, "title"},
		{"/units/08584", ".plainlist .meta span"},
		{"/units/08584/quarterly", "th .quiet"},
	} {
		p := s.page(s.get(c.address), 200)
		p.says(c.selector, school)
	}
	s.page(s.get("/disclosures"), 200).says(".plainlist .meta a", "Xã Võ Miếu")

	if body := s.get("/feeds/disclosures.atom").Body.String(); !strings.Contains(body, "<author><name>"+school+"</name></author>") {
		t.Errorf("the Atom feed does not name the agency: %s", body)
	}
	var feed struct {
		Items []struct{ Authors []struct{ Name string } }
	}
	if err := json.Unmarshal(s.get("/feeds/disclosures.json").Body.Bytes(), &feed); err != nil || feed.Items[0].Authors[0].Name != school {
		t.Errorf("the JSON feed: %+v, %v", feed, err)
	}
}

func TestPublisherInWords(t *testing.T) {
	own := terms.Publisher(&disclosurev1.Publication{UnitName: "Tỉnh Phú Thọ"})
	agency := terms.Publisher(&disclosurev1.Obligation{UnitName: "Tỉnh Phú Thọ", AgencyName: "Sở Nội vụ tỉnh Phú Thọ"})
	if own != "Tỉnh Phú Thọ" || agency != "Sở Nội vụ tỉnh Phú Thọ · Tỉnh Phú Thọ" {
		t.Errorf("%q, %q", own, agency)
	}
}
