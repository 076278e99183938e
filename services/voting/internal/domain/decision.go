package domain

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// DocumentKind is what the decision is written as (Điều 20.1).
type DocumentKind string

// Kinds of document.
const (
	ResolutionDocument DocumentKind = "nghi_quyet"     // nghị quyết
	MinutesDocument    DocumentKind = "bien_ban"       // biên bản cuộc họp
	MemorandumDocument DocumentKind = "ban_ghi_nho"    // bản ghi nhớ
	AccordDocument     DocumentKind = "ban_thoa_thuan" // bản thỏa thuận
)

var documentKinds = []DocumentKind{ResolutionDocument, MinutesDocument, MemorandumDocument, AccordDocument}

// Decision is the document of what the people decided, with the contents of Điều 20.2.
type Decision struct {
	Kind       DocumentKind `json:"kind,omitempty"`
	Number     string       `json:"number,omitempty"`
	DecidedOn  workday.Date `json:"decided_on,omitzero"` // a: when
	Households int          `json:"households"`          // b: all households
	Present    int          `json:"present"`             // b: represented
	Absent     int          `json:"absent"`              // b: not represented
	Discussed  string       `json:"discussed,omitempty"` // c: what was discussed
	Form       Form         `json:"form,omitempty"`      // d: in which form
	Method     Method       `json:"method,omitempty"`
	Tally      Tally        `json:"tally"`             // đ: the result
	Villages   int          `json:"villages"`          // of a commune-wide matter
	Approving  int          `json:"approving"`         // villages that agreed
	Decided    string       `json:"decided,omitempty"` // e: what was decided
	Signatures []Signature  `json:"signatures,omitempty"`
	Digest     string       `json:"digest,omitempty"` // of all the above but the signatures
}

// Signature is one who signed (g).
type Signature struct {
	By        Actor        `json:"by"`
	Household string       `json:"household,omitempty"` // of a representative
	On        workday.Date `json:"on"`
}

// Compose fills the document in from the record of the vote; kind and the words of the decision are for the organiser.
func (v Vote) Compose(kind DocumentKind, number, discussed, decided string, with Setting) (Vote, error) {
	if err := v.allow(ActWrite); err != nil {
		return v, err
	}
	if !slices.Contains(documentKinds, kind) {
		return v, Refuse(FieldInvalid, "kind", "value", string(kind)).On("Điều 20 khoản 1 Luật 10/2022/QH15")
	}
	round := v.Current()
	d := Decision{
		Kind: kind, Number: strings.TrimSpace(number), DecidedOn: round.DecidedOn(), Households: v.Households(""),
		Discussed: strings.TrimSpace(discussed), Decided: strings.TrimSpace(decided), Form: round.Form, Method: round.Method,
	}
	for _, one := range v.Tallies {
		d.Tally = d.Tally.Plus(one.Tally)
		if v.Matter.Scope == Commune {
			d.Villages++
			if one.Approved {
				d.Approving++
			}
		}
	}
	d.Present = d.Tally.Present
	if round.Form != MeetingForm {
		d.Present = d.Tally.Voters()
	}
	d.Absent = d.Households - d.Present
	if err := d.complete(); err != nil {
		return v, err
	}
	d.Digest = v.digest(d)
	v.Decision, v.UpdatedAt = d, with.Now
	return v, nil
}

// complete refuses a document that lacks one of the contents of Điều 20.2 a to e, and names the point.
func (d Decision) complete() error {
	lacks := func(field, point string) error {
		return Refuse(DecisionIncomplete, field, "point", point).On("Điều 20 khoản 2 điểm " + point + " Luật 10/2022/QH15")
	}
	switch {
	case d.DecidedOn.IsZero():
		return lacks("decided_on", "a")
	case d.Households < 1 || d.Present+d.Absent != d.Households:
		return lacks("households", "b")
	case d.Discussed == "":
		return lacks("discussed", "c")
	case d.Form == "":
		return lacks("form", "d")
	case d.Tally.Voters() == 0 && len(d.Tally.Candidates) == 0:
		return lacks("tally", "đ")
	case d.Decided == "":
		return lacks("decided", "e")
	case len([]rune(d.Discussed)) > maxText:
		return tooLong("discussed", maxText)
	case len([]rune(d.Decided)) > maxText:
		return tooLong("decided", maxText)
	}
	return nil
}

// Sign adds a signature: of the village head (or whoever convened in their place), of the head of the Front's working
// committee, and of representatives of households. onRoll tells that the person acts for the household named.
func (v Vote) Sign(s Signature, onRoll bool, with Setting) (Vote, error) {
	if err := v.allow(ActWrite); err != nil {
		return v, err
	}
	signers := append(v.headSigners(), FrontHead, Household)
	switch {
	case v.Decision.Digest == "":
		return v, Refuse(DecisionIncomplete, "decision").On("Điều 20 khoản 2 Luật 10/2022/QH15")
	case !slices.Contains(signers, s.By.Office):
		return v, Refuse(OfficeNotCompetent, "by", "office", string(s.By.Office), "competent", offices(signers)).On("Điều 20 khoản 2 điểm g Luật 10/2022/QH15")
	case s.By.Office == Household && (!onRoll || s.Household == ""):
		return v, Refuse(HouseholdNotOnRoll, "household").On("Điều 20 khoản 2 điểm g Luật 10/2022/QH15")
	}
	for _, other := range v.Decision.Signatures {
		if other.By.Subject == s.By.Subject || s.Household != "" && other.Household == s.Household {
			return v, Refuse(SamePerson, "by").On("Điều 20 khoản 2 điểm g Luật 10/2022/QH15")
		}
	}
	s.On = with.Today()
	v.Decision.Signatures = append(slices.Clone(v.Decision.Signatures), s)
	v.UpdatedAt = with.Now
	return v, nil
}

// headSigners are the offices of which one signs at the head of the document.
func (v Vote) headSigners() []Office {
	switch {
	case v.Matter.Scope == Commune:
		return []Office{CommuneChair}
	case v.Matter.Scope == Agency:
		return []Office{LeadOrganisation, AgencyHead}
	case v.Matter.OfHead():
		return []Office{VillageHead, ElectionTeam, NamedConvener, FrontHead, CommuneChair}
	}
	return []Office{VillageHead, NamedConvener}
}

// Signed refuses while a signature the law asks for is missing (Điều 20.2.g). A commune-wide result is put together by
// UBND from the signed reports of the villages and signed by its chair; an agency's resolution by its conference.
func (v Vote) Signed(pack Pack) error {
	count := func(among ...Office) int {
		n := 0
		for _, s := range v.Decision.Signatures {
			if slices.Contains(among, s.By.Office) {
				n++
			}
		}
		return n
	}
	lacks := func(who string, needed int) error {
		return Refuse(SignatureMissing, "signatures", "who", who, "needed", strconv.Itoa(needed)).On("Điều 20 khoản 2 điểm g Luật 10/2022/QH15")
	}
	if count(v.headSigners()...) == 0 {
		return lacks(string(v.headSigners()[0]), 1)
	}
	if v.Matter.Scope != Village {
		return nil
	}
	if count(FrontHead) == 0 {
		return lacks(string(FrontHead), 1)
	}
	if needed, _ := pack.Number("voting.decision.households_sign"); count(Household) < needed {
		return lacks(string(Household), needed)
	}
	return nil
}

// digest is the SHA-256 of the document without its signatures, in a form that does not depend on how it is stored.
func (v Vote) digest(d Decision) string {
	d.Signatures, d.Digest = nil, ""
	canonical, err := json.Marshal([]any{"danchu.voting.v1.decision", v.ID, v.Pack.Hash, d})
	if err != nil {
		panic(fmt.Sprintf("domain: a decision cannot be written as JSON: %v", err)) // strings, numbers and dates always can
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:])
}
