package authz_test

import (
	"context"
	_ "embed"
	"strings"
	"testing"
	"time"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/authz/authztest"
	"github.com/danchu-platform/danchu/services/platform/authz/decision"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

//go:embed testdata/policy.cedar
var policies []byte

//go:embed testdata/service.cedarschema
var schema []byte

var noon = time.Date(2026, 11, 21, 5, 0, 0, 0, time.UTC)

func engine(t *testing.T, source authz.Source) *authz.Engine {
	t.Helper()
	e, err := authz.New(policies, source, authz.WithSchema(schema), authz.WithClock(func() time.Time { return noon }))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func as(t *testing.T, subject string) context.Context {
	t.Helper()
	return authn.With(decision.With(t.Context()), authn.Caller{Subject: subject, Kind: authn.Person})
}

func document(unit units.Key) authz.Resource {
	return authz.Resource{Type: "Document", ID: "d-1", Unit: unit, Attrs: map[string]any{"author": "iss#author"}}
}

// held is a world in which "iss#u" holds one role.
func held(role string, unit units.Key, agency string) *authztest.World {
	w := authztest.NewWorld()
	w.Bind(units.Binding{ID: "b", SubjectKey: "iss#u", Role: role, Unit: unit, Agency: agency, From: workday.New(2026, 1, 1)})
	return w
}

func TestOwnUnitAndBelow(t *testing.T) {
	for _, test := range []struct {
		role    string
		bound   units.Key
		action  string
		unit    units.Key
		allowed bool
	}{
		{"commune_officer", authztest.OwnCommune, "CreateDocument", authztest.OwnCommune, true},
		{"commune_officer", authztest.OwnCommune, "CreateDocument", authztest.OwnVillage, false},
		{"commune_officer", authztest.OwnCommune, "CreateDocument", authztest.SiblingCommune, false},
		{"commune_officer", authztest.OwnCommune, "CreateDocument", authztest.OwnProvince, false},
		{"commune_officer", authztest.OwnCommune, "PublishDocument", authztest.OwnCommune, false},
		{"province_inspector", authztest.OwnProvince, "InspectDocument", authztest.OwnProvince, true},
		{"province_inspector", authztest.OwnProvince, "InspectDocument", authztest.OwnCommune, true},
		{"province_inspector", authztest.OwnProvince, "InspectDocument", authztest.OwnVillage, true},
		{"province_inspector", authztest.OwnProvince, "InspectDocument", authztest.FormerCommune, true},
		{"province_inspector", authztest.OwnProvince, "InspectDocument", authztest.OtherCommune, false},
		{"province_inspector", authztest.OwnProvince, "CreateDocument", authztest.OwnCommune, false},
		{"village_head", authztest.OwnCommune, "CreateDocument", authztest.OwnCommune, false},
		{"commune_officer", authztest.OwnProvince, "CreateDocument", authztest.OwnProvince, false},
		{"province_inspector", authztest.OwnCommune, "InspectDocument", authztest.OwnCommune, false},
		{"no_such_role", authztest.OwnProvince, "InspectDocument", authztest.OwnProvince, false},
	} {
		e := engine(t, held(test.role, test.bound, ""))
		err := e.Allow(as(t, "iss#u"), test.action, document(test.unit))
		if (err == nil) != test.allowed || (err != nil && fault.KindOf(err) != fault.Forbidden) {
			t.Errorf("%s of %s, %s in %s: got %v, want allowed=%t", test.role, test.bound, test.action, test.unit, err, test.allowed)
		}
	}
}

func TestAgencies(t *testing.T) {
	e := engine(t, held("agency_officer", authztest.OwnCommune, authztest.OwnAgency))
	of := func(agency string) authz.Resource {
		r := document(authztest.OwnCommune)
		r.Agency = agency
		return r
	}
	if err := e.Allow(as(t, "iss#u"), "CreateDocument", of(authztest.OwnAgency)); err != nil {
		t.Errorf("own agency: %v", err)
	}
	for _, agency := range []string{"", authztest.SiblingAgency} {
		if err := e.Allow(as(t, "iss#u"), "CreateDocument", of(agency)); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("agency %q: got %v, want Forbidden", agency, err)
		}
	}
	inspector := engine(t, held("province_inspector", authztest.OwnProvince, ""))
	if err := inspector.Allow(as(t, "iss#u"), "InspectDocument", of(authztest.OwnAgency)); err != nil {
		t.Errorf("whoever oversees the unit oversees the agency: %v", err)
	}
}

func TestFourEyes(t *testing.T) {
	e := engine(t, held("commune_chair", authztest.OwnCommune, ""))
	if err := e.Allow(as(t, "iss#u"), "PublishDocument", document(authztest.OwnCommune)); err != nil {
		t.Errorf("somebody else's draft: %v", err)
	}
	own := document(authztest.OwnCommune)
	own.Attrs["author"] = "iss#u"
	if err := e.Allow(as(t, "iss#u"), "PublishDocument", own); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("one's own draft: got %v, want Forbidden", err)
	}
}

func TestPeriods(t *testing.T) {
	for _, test := range []struct {
		name     string
		from, to workday.Date
		allowed  bool
	}{
		{"begins today", workday.New(2026, 11, 21), workday.Date{}, true},
		{"begins tomorrow", workday.New(2026, 11, 22), workday.Date{}, false},
		{"last day today", workday.New(2026, 1, 1), workday.New(2026, 11, 22), true},
		{"ended", workday.New(2026, 1, 1), workday.New(2026, 11, 21), false},
	} {
		w := authztest.NewWorld()
		w.Bind(units.Binding{ID: "b", SubjectKey: "iss#u", Role: "commune_officer", Unit: authztest.OwnCommune, From: test.from, To: test.to})
		err := engine(t, w).Allow(as(t, "iss#u"), "CreateDocument", document(authztest.OwnCommune))
		if (err == nil) != test.allowed {
			t.Errorf("%s: got %v, want allowed=%t", test.name, err, test.allowed)
		}
	}
}

func TestRefusalsSayWhatIsNeededAndNothingElse(t *testing.T) {
	e := engine(t, authztest.NewWorld())
	anonymous := decision.With(t.Context())
	for _, test := range []struct {
		name   string
		ctx    context.Context
		action string
		kind   fault.Kind
		reason string
	}{
		{"anonymous", anonymous, "CreateDocument", fault.Unauthenticated, authz.SignInRequired},
		{"signed in", as(t, "iss#u"), "CreateDocument", fault.Forbidden, authz.RoleRequired},
		{"unknown action", as(t, "iss#u"), "Fly", fault.Internal, ""},
	} {
		err := e.Allow(test.ctx, test.action, document(authztest.OwnCommune))
		got, _ := fault.Of(err)
		if got == nil || got.Kind != test.kind || got.Reason != test.reason {
			t.Errorf("%s: got %v, want %s %s", test.name, err, test.kind, test.reason)
			continue
		}
		if !decision.Recorded(test.ctx) {
			t.Errorf("%s: the decision was not recorded", test.name)
		}
		for _, lang := range i18n.Languages() {
			if text := fault.Status(err, lang, nil).Message(); strings.Contains(text, "d-1") || strings.Contains(text, "{") {
				t.Errorf("%s: %q tells of the resource or has a hole", test.name, text)
			}
		}
	}
	err := e.Allow(i18n.WithLang(as(t, "iss#u"), i18n.English), "CreateDocument", document(authztest.OwnCommune))
	text := fault.Status(err, i18n.English, nil).Message()
	for _, part := range []string{"draft a document", "commune officer", "agency officer"} {
		if !strings.Contains(text, part) {
			t.Errorf("the refusal %q does not say %q", text, part)
		}
	}
	hidden := document(authztest.OwnCommune)
	hidden.Hidden = true
	if err := e.Allow(as(t, "iss#u"), "CreateDocument", hidden); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a hidden resource: got %v, want NotFound", err)
	}
	hidden.Read = "GetDocument"
	if err := e.Allow(as(t, "iss#u"), "CreateDocument", hidden); fault.KindOf(err) != fault.Forbidden {
		t.Errorf("a hidden resource that the caller may read: got %v, want Forbidden", err)
	}
	hidden.Read = "InspectDocument"
	if err := e.Allow(as(t, "iss#u"), "CreateDocument", hidden); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a hidden resource that the caller may not read: got %v, want NotFound", err)
	}
	if err := e.Allow(anonymous, "GetDocument", document(authztest.OwnCommune)); err != nil {
		t.Errorf("what is public needs nobody: %v", err)
	}
}

func TestOperatorHasNoDataRights(t *testing.T) {
	e := engine(t, held("platform_operator", "", ""))
	if err := e.Allow(as(t, "iss#u"), "Reindex", authz.Installation()); err != nil {
		t.Errorf("running the installation: %v", err)
	}
	for _, action := range []string{"CreateDocument", "PublishDocument", "InspectDocument"} {
		if e.Can(as(t, "iss#u"), action, document(authztest.OwnCommune)) {
			t.Errorf("the operator may %s", action)
		}
	}
}

// TestAPolicyThatCannotBeEvaluatedDenies: Cedar would skip it, and a skipped forbid lets somebody in.
func TestAPolicyThatCannotBeEvaluatedDenies(t *testing.T) {
	e := engine(t, held("commune_chair", authztest.OwnCommune, ""))
	r := document(authztest.OwnCommune)
	delete(r.Attrs, "author")
	if err := e.Allow(as(t, "iss#u"), "PublishDocument", r); fault.KindOf(err) != fault.Internal {
		t.Errorf("got %v, want Internal", err)
	}
	r.Attrs["author"] = struct{}{}
	if err := e.Allow(as(t, "iss#u"), "PublishDocument", r); fault.KindOf(err) != fault.Internal {
		t.Errorf("an attribute of an unknown type: got %v, want Internal", err)
	}
}

func TestPoliciesThatWouldBeSilentMistakes(t *testing.T) {
	for name, text := range map[string]string{
		"syntax":            `permit (principal action, resource);`,
		"permit everything": `permit (principal, action, resource);`,
		"other namespace":   `permit (principal, action == Action::"GetDocument", resource);`,
		"group of actions":  `permit (principal, action in Danchu::Action::"All", resource);`,
		"misspelt role":     `permit (principal, action == Danchu::Action::"GetDocument", resource) when { principal.comune_chair.contains(resource.unit) };`,
		"misspelt action":   `permit (principal, action == Danchu::Action::"GetDocumnet", resource);`,
		"wrong type":        `permit (principal, action == Danchu::Action::"GetDocument", resource) when { principal.agency_head.contains(resource.unit) };`,
		"unknown attribute": `permit (principal, action == Danchu::Action::"GetDocument", resource) when { resource.colour == "red" };`,
	} {
		if _, err := authz.New([]byte(text), authztest.NewWorld(), authz.WithSchema(schema)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// TestAForbidHoldsEvenWhereEverybodyMay: the short way for what is everybody's must not jump over it.
func TestAForbidHoldsEvenWhereEverybodyMay(t *testing.T) {
	e := engine(t, authztest.NewWorld())
	sealed := document(authztest.OwnCommune)
	sealed.Attrs["sealed"] = true
	program := authn.With(t.Context(), authn.Caller{Subject: "iss#qlvb", Kind: authn.Service})
	if e.Can(program, "GetDocument", sealed) {
		t.Error("a program reads what is sealed")
	}
	if !e.Can(program, "GetDocument", document(authztest.OwnCommune)) || !e.Can(t.Context(), "GetDocument", sealed) {
		t.Error("what nothing forbids is refused")
	}
	open, err := authz.New([]byte(`permit (principal, action == Danchu::Action::"GetDocument", resource);`), authztest.NewWorld())
	if err != nil || !open.Can(t.Context(), "GetDocument", sealed) || open.Can(t.Context(), "PutDocument", sealed) {
		t.Errorf("what is everybody's: %v", err)
	}
}
