package events_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/directory/internal/events"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

var update = flag.Bool("update", false, "write the goldens anew")

func day(text string) workday.Date { return workday.MustParse(text) }

func xa() *domain.Unit {
	return &domain.Unit{
		Code: "08584", Name: "Võ Miếu", FullName: "Xã Võ Miếu", NameEn: "Vo Mieu", Type: "xa",
		Period: domain.Period{From: day("2025-07-01"), To: day("2027-01-01")}, LegalBasis: "NQ 202/2025/QH15",
		Attributes: domain.Attributes{SpecialArea: true, Remote: true, Radio: true}, Version: 3,
		Parents: []domain.Parentage{
			{From: day("2025-07-01"), Parent: "25@2025-07-01"}, {From: day("2026-04-30"), Parent: "25@2026-04-30"},
		},
	}
}

// One fact of each kind. A diff in testdata is a change of the API.
func TestGoldens(t *testing.T) {
	agency := domain.Agency{
		ID: "0198c0de-0000-7000-8000-000000000001", Code: "H44.12.3", Name: "Ủy ban nhân dân xã Võ Miếu",
		Kind: domain.PeoplesCommittee, Unit: "08584@2025-07-01", Period: domain.Period{From: day("2025-07-01")}, Version: 1,
	}
	binding := domain.Binding{
		ID: "0198c0de-0000-7000-8000-000000000002", SubjectKey: "https://sso.example.gov.vn#8f14e45f", Name: "Nguyễn Văn An",
		Role: domain.CommuneOfficer, Unit: "08584@2025-07-01",
		Period: domain.Period{From: day("2025-07-01"), To: day("2027-07-01")}, LegalBasis: "QĐ 12/QĐ-UBND", Version: 1,
	}
	for name, fact := range map[string]domain.Fact{
		"unit_established": domain.UnitEstablished{Unit: xa()},
		"unit_ended":       domain.UnitEnded{Unit: xa(), LegalBasis: "NQ 1"},
		"unit_corrected":   domain.UnitCorrected{Unit: xa(), Reason: "dấu thanh"},
		"unit_transferred": domain.UnitTransferred{Unit: xa(), Date: day("2026-04-30"), LegalBasis: "NQ 30/2026/QH16"},
		"units_linked": domain.UnitsLinked{Link: domain.Link{
			From: "08584@2025-07-01", To: "08584@2027-01-01", Kind: domain.Retype, Date: day("2027-01-01"), LegalBasis: "NQ 1",
		}},
		"villages_rearranged": domain.VillagesRearranged{
			Commune: "08584@2025-07-01", Date: day("2026-07-01"), LegalBasis: "NQ 20/NQ-HĐND",
			Ended: []domain.UnitKey{"08584.001@2025-07-01"}, Established: []domain.UnitKey{"08584.001@2026-07-01"},
		},
		"agency_registered": domain.AgencyRegistered{Agency: agency},
		"agency_changed":    domain.AgencyChanged{Agency: agency},
		"role_bound":        domain.RoleBound{Binding: binding},
		"role_ended":        domain.RoleEnded{Binding: binding},
		"calendar_changed": domain.CalendarChanged{Year: domain.CalendarYear{
			Year: 2026, Status: workday.Decided, LegalBasis: "CV 12729/VPCP-KGVX", Revision: 2, Days: []workday.Day{
				{Date: day("2026-01-02"), Name: "Nghỉ hoán đổi", Kind: workday.SwappedOff},
				{Date: day("2026-01-10"), Name: "Làm bù", Kind: workday.SwappedWorking},
			},
		}},
		"household_registered": domain.HouseholdRegistered{Household: "h1", Village: "08584.001@2026-07-01", From: day("2026-07-01")},
		"household_changed": domain.HouseholdChanged{
			Household: "h1", Village: "08584.002@2026-07-01", Kind: domain.HouseholdMoved, Date: day("2026-08-01"),
			Related: []string{"h2"}, FromVillage: "08584.001@2026-07-01",
		},
		"household_roll_changed": domain.RollChanged{
			Village: "08584.001@2026-07-01", Households: 120, Represented: 118, Digest: "00ff", Revision: 7,
		},
	} {
		t.Run(name, func(t *testing.T) {
			m, told := events.Message(fact)
			if !told {
				t.Fatal("nobody is told")
			}
			body, err := protojson.MarshalOptions{Multiline: true}.Marshal(m.Data)
			if err != nil {
				t.Fatal(err)
			}
			// protojson varies its spaces on purpose; the golden has none to vary.
			got := m.Type + "\n" + m.Subject + "\n" + m.Unit + "\n" + strings.ReplaceAll(string(body), ":  ", ": ") + "\n"
			path := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil || got != string(want) {
				t.Errorf("%s differs (%v); run with -update if the API shall change\n%s", path, err, got)
			}
			for _, secret := range []string{"Nguyễn Văn An"} {
				if strings.Contains(got, secret) {
					t.Errorf("a person's name is told: %s", secret)
				}
			}
		})
	}
}
