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

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/disclosure/internal/events"
	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

var update = flag.Bool("update", false, "write the goldens anew")

func day(text string) workday.Date { return workday.MustParse(text) }

var (
	noon = time.Date(2026, 3, 9, 5, 0, 0, 0, time.UTC)
	body = domain.Body{Unit: "08584@2025-07-01", Agency: "agency"}
	due  = domain.Due{
		Date: day("2026-03-16"), NominalEnd: day("2026-03-16"), Start: day("2026-03-09"), RuleID: "commune.disclosure.deadline", RuleFrom: day("2023-07-01"),
		Amount: 5, Unit: law.WorkingDays, Basis: law.Basis{Document: "Luật 10/2022/QH15", Article: "12", Clause: "3"},
		Steps: []workday.Step{{Kind: workday.StepStart, From: day("2026-03-09"), To: day("2026-03-09"), Days: 1}},
	}
)

var facts = map[string]domain.Fact{
	"publication_published": domain.PublicationPublished{
		Publication: "p", Body: body, Item: "communes.12", Obligation: "o", Version: 1, Digest: "00ff", RegisterNumber: "1/2026", At: noon, Due: day("2026-03-16"), LateDays: 1, SinglePerson: true,
	},
	"publication_corrected":   domain.PublicationCorrected{Publication: "p", Body: body, Item: "communes.12", Version: 2, Digest: "01ff", PreviousDigest: "00ff", At: noon, SinglePerson: true},
	"publication_withdrawn":   domain.PublicationWithdrawn{Publication: "p", Body: body, Item: "communes.12", Version: 2, Digest: "01ff", At: noon},
	"publication_expired":     domain.PublicationExpired{Publication: "p", Body: body, Item: "communes.07.results", ExpiryDate: day("2026-04-08")},
	"publication_archived":    domain.PublicationArchived{Publication: "p", Body: body, Item: "communes.12"},
	"form_recorded":           domain.FormRecorded{Publication: "p", Body: body, Item: "communes.12", Number: 2, Form: "posting", From: day("2026-03-10")},
	"form_ended":              domain.FormEnded{Publication: "p", Body: body, Item: "communes.12", Number: 2, Form: "posting", To: day("2026-03-20"), Early: true},
	"obligation_opened":       domain.ObligationOpened{Obligation: "o", Body: body, Item: "communes.12", Period: "2026-D1", Due: due},
	"obligation_met":          domain.ObligationMet{Obligation: "o", Body: body, Item: "communes.12", Period: "2026-D1", Publication: "p", LateDays: 1},
	"obligation_overdue":      domain.ObligationOverdue{Obligation: "o", Body: body, Item: "communes.12", Period: "2026-D1", Due: day("2026-03-16")},
	"obligation_not_arisen":   domain.ObligationNotArisen{Obligation: "o", Body: body, Item: "communes.02.quarterly", Period: "2026-Q1"},
	"obligation_due_proposed": domain.ObligationDueProposed{Obligation: "o", Body: body, Due: day("2026-03-16"), Proposed: day("2026-03-17")},
	"obligation_due_moved":    domain.ObligationDueMoved{Obligation: "o", Body: body, Previous: day("2026-03-16"), Due: day("2026-03-17")},
	"plan_adopted":            domain.PlanAdopted{Plan: "k", Body: body, Year: 2026, Lines: 14},
	"withholding_approved": domain.WithholdingApproved{
		Withholding: "w", Body: body, Item: "communes.03.planning", Obligation: "o", Ground: "not_yet_public", ReviewDate: day("2026-09-09"),
	},
	"withholding_lifted":               domain.WithholdingLifted{Withholding: "w", Body: body, Obligation: "o"},
	"information_request_received":     domain.RequestReceived{Request: "r", Unit: body.Unit, Due: day("2026-03-12")},
	"information_request_extended":     domain.RequestExtended{Request: "r", Unit: body.Unit, Due: day("2026-04-14")},
	"information_request_due_proposed": domain.RequestDueProposed{Request: "r", Unit: body.Unit, Due: day("2026-03-12"), Proposed: day("2026-03-13")},
	"information_request_due_moved":    domain.RequestDueMoved{Request: "r", Unit: body.Unit, Previous: day("2026-03-12"), Due: day("2026-03-13")},
	"information_request_answered":     domain.RequestAnswered{Request: "r", Unit: body.Unit, LateDays: 1},
	"information_request_refused":      domain.RequestRefused{Request: "r", Unit: body.Unit, Ground: "already_public", LateDays: 1},
	"information_request_transferred":  domain.RequestTransferred{Request: "r", Unit: body.Unit, ToUnit: "08590@2025-07-01", ToRequest: "r2"},
}

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
			if m.Type != "danchu.disclosure.v1."+name {
				t.Errorf("type %s", m.Type)
			}
			file, got := filepath.Join("testdata", name+".txt"), text(m.Type, m.Subject, m.Unit, m.Data)
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

// Every fact of the domain has a golden here.
func TestEveryFactIsTold(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "../domain/fact.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	known := 0
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Name.Name == "fact" {
			known++
		}
	}
	if known != len(facts) {
		t.Errorf("the domain knows %d facts, %d have a golden", known, len(facts))
	}
}
