package directory_test

import (
	"strings"
	"testing"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

// sameAsRolls compares who represents households with what the rolls say.
func (h *house) sameAsRolls(t testing.TB, after string, want int) {
	t.Helper()
	var kept, astray int
	must(t, h.db.Pool().QueryRow(t.Context(), `SELECT (SELECT count(*) FROM representing), (SELECT count(*) FROM (
		(SELECT substring(rep_key FOR 15), id FROM household WHERE valid_to IS NULL AND rep_key IS NOT NULL EXCEPT SELECT person, household FROM representing)
		UNION ALL
		(SELECT person, household FROM representing EXCEPT SELECT substring(rep_key FOR 15), id FROM household WHERE valid_to IS NULL AND rep_key IS NOT NULL)
	) d)`).Scan(&kept, &astray))
	if kept != want || astray != 0 {
		t.Errorf("after %s: %d people represent a household, want %d; %d are astray", after, kept, want, astray)
	}
}

// However a household is written, one person represents one household.
func TestWhoRepresentsIsKept(t *testing.T) {
	t.Parallel()
	h := province(t)
	xa := h.as(t, issuer+"xa1")
	table := func(rows ...string) []byte {
		return []byte(strings.SplitAfterN(roll, "\n", 2)[0] + strings.Join(rows, "\n") + "\n")
	}
	enter := func(day string, rows ...string) *directoryv1.Import {
		return h.importTable(t, xa, households, "units/08584", day, table(rows...), false)
	}
	first := []string{"08584.001,001,,Lê Na,,025070000001,", "08584.001,002,,Lê Bo,,025070000002,", "08584.002,001,,Lê Tý,,,"}
	wantState(t, enter("2026-10-01", first...), succeeded, 3, 0, 0)
	h.sameAsRolls(t, "a first import", 2)
	// Two households swap, and one is new on a roll that has some.
	wantState(t, enter("2026-10-02", "08584.001,001,,Lê Bo,,025070000002,", "08584.001,002,,Lê Na,,025070000001,", "08584.001,003,,Lê Ba,,025070000003,"),
		succeeded, 1, 2, 0)
	h.sameAsRolls(t, "a swap", 3)
	page, err := h.ListHouseholds(xa, &directoryv1.ListHouseholdsRequest{Parent: cuBanh})
	must(t, err)
	one := page.GetHouseholds()[0]
	_, err = h.EndHousehold(xa, &directoryv1.EndHouseholdRequest{Name: one.GetName(), ValidTo: "2026-11-01"})
	must(t, err)
	h.sameAsRolls(t, "a household left", 2)
	changed, err := h.ChangeRepresentative(xa, &directoryv1.ChangeRepresentativeRequest{
		Name: page.GetHouseholds()[1].GetName(), EffectiveDate: "2026-11-01", Representative: &directoryv1.Person{FullName: "Lê Bo", NationalId: "025070000002"},
	})
	must(t, err)
	h.sameAsRolls(t, "another representative", 2)
	_, err = h.RegisterHousehold(xa, register(cuBanh, "009", &directoryv1.Person{FullName: "Lê Bo", NationalId: "025070000002"}))
	want(t, err, fault.Exists, "PERSON_REPRESENTS_ANOTHER")
	me, err := h.GetMe(h.as(t, issuer+"bo", "025070000002"), &directoryv1.GetMeRequest{})
	must(t, err)
	if me.GetHousehold().GetName() != changed.GetName() {
		t.Errorf("Lê Bo represents %v", me.GetHousehold())
	}
}

// A first import onto empty rolls that has something in it twice names every
// culprit, leaves nothing behind, and the same rolls take the mended file.
func TestAFirstImportThatIsWrong(t *testing.T) {
	t.Parallel()
	h := province(t)
	xa := h.as(t, issuer+"xa1")
	head := strings.SplitAfterN(roll, "\n", 2)[0]
	body := "08584.001,001,,Lê Na,,025070000001,\n08584.001,001,,Lê Bo,,,\n08584.002,001,,Lê Na,,025070000001,\n08584.002,002,,Lê Tý,1700,,\n"
	i := h.importTable(t, xa, households, "units/08584", "2026-10-01", []byte(head+body), false)
	wrong, err := h.ListImportErrors(xa, &directoryv1.ListImportErrorsRequest{Parent: i.GetName()})
	must(t, err)
	rules := map[string]int64{}
	for _, e := range wrong.GetErrors() {
		rules[e.GetRule()] = e.GetLine()
	}
	if i.GetState() != rejected || rules["HOUSEHOLD_CODE_TWICE"] != 3 || rules["NATIONAL_ID_TWICE"] != 4 || rules["BIRTH_YEAR_IMPOSSIBLE"] != 5 {
		t.Errorf("%v %v", i, rules)
	}
	if n := h.count(t, "household") + h.count(t, "representing"); n != 0 {
		t.Errorf("%d rows stayed", n)
	}
	wantState(t, h.importTable(t, xa, households, "units/08584", "2026-10-01", []byte(roll), false), succeeded, 3, 0, 0)
	h.sameAsRolls(t, "the mended file", 1)
}

// A file with more rows than a table may have is the file's fault, not the machine's:
// it is refused at once, with its sentence, also when it shows only at the end.
func TestAFileThatFailsInTheMiddleIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	h := province(t)
	xa := h.as(t, issuer+"xa1")
	var file strings.Builder
	file.WriteString(strings.SplitAfterN(roll, "\n", 2)[0])
	for range 600 {
		file.WriteString("08584.001,1,,,,,\n")
	}
	file.WriteString(strings.Repeat("08584.001,", 300) + "\n")
	i := h.importTable(t, xa, households, "units/08584", "2026-10-01", []byte(file.String()), false)
	wrong, err := h.ListImportErrors(xa, &directoryv1.ListImportErrorsRequest{Parent: i.GetName()})
	must(t, err)
	if i.GetState() != rejected || len(wrong.GetErrors()) == 0 || wrong.GetErrors()[0].GetRule() != "IMPORT_TOO_MANY_COLUMNS" {
		t.Errorf("%v %v", i, wrong.GetErrors())
	}
}
