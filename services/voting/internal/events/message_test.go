package events_test

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"

	"github.com/danchu-platform/danchu/services/platform/workday"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
	"github.com/danchu-platform/danchu/services/voting/internal/events"
)

var update = flag.Bool("update", false, "write the goldens anew")

func day(text string) workday.Date { return workday.MustParse(text) }

var (
	noon  = time.Date(2026, 3, 9, 5, 0, 0, 0, time.UTC)
	about = domain.About{
		Vote: "v", Body: domain.Body{Unit: "08584.001@2025-07-01"},
		Matter: domain.Matter{Scope: domain.Village, Item: domain.ItemContributions, Kind: domain.Decide},
	}
)

var facts = map[string]domain.Fact{
	"vote_announced": domain.VoteAnnounced{
		About: about, Form: domain.PaperForm, Day: day("2026-03-21"), OpensAt: noon, ClosesAt: noon.Add(time.Hour), Households: 120, Villages: 1,
		PackHash: "00ff", RollDigest: []string{"01ff"},
	},
	"vote_postponed": domain.VotePostponed{About: about, From: day("2026-03-21"), To: day("2026-03-28")},
	"vote_opted_in":  domain.VoteOptedIn{About: about, Agreed: 61, Households: 120},
	"vote_opened":    domain.VoteOpened{About: about, Round: 1, Form: domain.MeetingForm, At: noon},
	"vote_closed":    domain.VoteClosed{About: about, Round: 1, At: noon, Attended: 100},
	"vote_fell_back": domain.VoteFellBack{About: about, Round: 2, Attended: 40, Needed: 80},
	"vote_counted":   domain.VoteCounted{About: about, Round: 1, Tallies: []domain.VillageTally{{Village: about.Body.Unit, Tally: domain.Tally{Yes: 85}}}},
	"vote_settled": domain.VotePassed{
		About: about, Result: domain.Result{Passed: true, Yes: 85, Needed: 80, Total: 120}, EffectiveDate: day("2026-03-21"),
	},
	"vote_settled failed":     domain.VoteFailed{About: about, Result: domain.Result{Yes: 70, Needed: 80, Total: 120, Cause: domain.CauseShare}},
	"vote_cancelled":          domain.VoteCancelled{About: about, State: domain.Announced},
	"decision_sent":           domain.DecisionSent{About: about, Digest: "02ff", On: day("2026-03-27"), LateDays: 1},
	"decision_recognised":     domain.DecisionRecognised{About: about, By: domain.ByFront, Document: "12/QĐ", On: day("2026-03-30"), LateDays: 1, EffectiveDate: day("2026-03-30")},
	"recognition_refused":     domain.DecisionRefused{About: about, By: domain.ByCommittee, Document: "13/UBND", On: day("2026-03-30"), LateDays: 1},
	"decision_took_effect":    domain.DecisionTookEffect{About: about, On: day("2026-03-21")},
	"amendment_requested":     domain.AmendmentRequested{About: about, On: day("2026-03-30")},
	"decision_annulled":       domain.DecisionAnnulled{About: about, Ground: domain.AgainstLaw, On: day("2026-03-30")},
	"decision_amended":        domain.DecisionAmended{About: about, By: "w", On: day("2026-04-30")},
	"roll_corrected":          domain.RollCorrected{Vote: "v", Village: about.Body.Unit, Households: 121, Digest: "03ff", Version: 2},
	"roll_objection_filed":    domain.ObjectionFiled{Vote: "v", Village: about.Body.Unit, Objection: "o"},
	"roll_objection_answered": domain.ObjectionAnswered{Vote: "v", Village: about.Body.Unit, Objection: "o", Upheld: true},
	"initiative_qualified":    domain.InitiativeReached{Initiative: "i", Body: about.Body, Consents: 12, Needed: 12, Endorsed: true},
	"progress_posted":         domain.ProgressReported{Vote: "v", Collected: 60_000_000, Spent: 20_000_000, Percent: 30},
	"follow_up_finished":      domain.FollowUpFinished{Vote: "v", Collected: 60_000_000, Spent: 60_000_000},
}

// untold are facts about what is not announced.
var untold = []domain.Fact{domain.VoteDrafted{About: about}, domain.VoteAgreed{About: about}}

// One fact of each kind. A diff in testdata is a change of the API.
func TestGoldens(t *testing.T) {
	t.Parallel()
	for name, fact := range facts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			messages, err := events.Messages([]domain.Fact{fact})
			if err != nil {
				t.Fatal(err)
			}
			m := messages[0]
			if kind, _, _ := strings.Cut(name, " "); m.Type != "danchu.voting.v1."+kind {
				t.Errorf("type %s", m.Type)
			}
			file, got := filepath.Join("testdata", strings.ReplaceAll(name, " ", "_")+".txt"), text(m.Type, m.Subject, m.Unit, m.Data)
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v (write it with -update, then read it)", err)
			}
			if string(want) != got {
				t.Errorf("%s is told as\n%s\nwant\n%s", name, got, want)
			}
		})
	}
}

// text writes a message with its field numbers, which are what travels. prototext alone is not stable between builds: its
// spaces are taken out.
func text(kind, subject, unit string, data proto.Message) string {
	body := prototext.MarshalOptions{Multiline: true, Indent: " "}.Format(data)
	return kind + "\n" + subject + "\n" + unit + "\n" + strings.ReplaceAll(body, ":  ", ": ")
}

// What is not announced is told to nobody, nor that a draft was called off.
func TestDraftsAreNotTold(t *testing.T) {
	t.Parallel()
	messages, err := events.Messages(append(untold, domain.VoteCancelled{About: about, State: domain.Agreed}))
	if err != nil || len(messages) != 0 {
		t.Errorf("told %v, %v", messages, err)
	}
}

// Every fact of the domain has a golden here, or is told to nobody.
func TestEveryFactIsTold(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../domain/*.go")
	if err != nil {
		t.Fatal(err)
	}
	known := 0
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Name.Name == "fact" {
				known++
			}
		}
	}
	if known != len(facts)+len(untold) {
		t.Errorf("the domain knows %d facts, %d have a golden or are untold", known, len(facts)+len(untold))
	}
}
