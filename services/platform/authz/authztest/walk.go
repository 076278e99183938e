package authztest

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

var update = flag.Bool("update", false, "write the expected tables anew")

// Spec is what to walk.
type Spec struct {
	// Policies and Schema are the service's texts; Schema may be empty.
	Policies, Schema []byte
	// Services are those whose RPCs must all be covered.
	Services []*grpc.ServiceDesc
	// Extra are actions that are no RPCs.
	Extra []string
	// Resources are the resources with which to ask for each action; an action without any is asked of the installation.
	Resources map[string][]Resource
	// File is the table, relative to the test's folder.
	File string
}

// Resource is one resource to ask about.
type Resource struct {
	// Name tells variants apart in the table ("own draft"); may be empty when there is one.
	Name string
	// Type is the Cedar type without namespace.
	Type string
	// Level is the tier of the unit it belongs to; empty means that it belongs to none.
	Level units.Level
	// OfAgency makes it belong to an agency of that unit rather than to the unit itself.
	OfAgency bool
	// Attrs are its attributes. The value [Self] stands for whoever asks.
	Attrs map[string]any
}

// Self, as an attribute, is the subject of whoever asks: “one's own draft”.
const Self = walker

// SelfPerson, as an attribute, is the person key of whoever asks.
const SelfPerson = "pk:walker"

var noon = time.Date(2026, 11, 21, 5, 0, 0, 0, time.UTC)

// Walk asks everything and compares the answers with the table. It also checks that every RPC has its action ([authz.MustCover]).
func Walk(t *testing.T, spec Spec) {
	t.Helper()
	engine := spec.engine(t, NewWorld())
	authz.MustCover(t, engine, spec.Services, spec.Extra...)
	got := spec.table(t)
	if *update {
		if err := os.MkdirAll(filepath.Dir(spec.File), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(spec.File, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(spec.File)
	if err != nil {
		t.Fatalf("the table of who may: %v (write it with -update, then read it)", err)
	}
	compare(t, spec.File, string(want), got)
}

func compare(t *testing.T, file, want, got string) {
	t.Helper()
	wanted, have := strings.Split(want, "\n"), strings.Split(got, "\n")
	for _, line := range wanted {
		if !slices.Contains(have, line) {
			t.Errorf("%s: expected\n  %s\nwhich is not so", file, line)
		}
	}
	for _, line := range have {
		if !slices.Contains(wanted, line) {
			t.Errorf("%s: found\n  %s\nwhich is not expected", file, line)
		}
	}
	if !t.Failed() && want != got {
		t.Errorf("%s: the lines stand in another order; run with -update", file)
	}
}

func (s Spec) engine(t *testing.T, w *World) *authz.Engine {
	t.Helper()
	options := []authz.Option{authz.WithClock(func() time.Time { return noon })}
	if len(s.Schema) > 0 {
		options = append(options, authz.WithSchema(s.Schema))
	}
	e, err := authz.New(s.Policies, w, options...)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// table writes one line for each action × resource × caller: who is let in, from which relation.
func (s Spec) table(t *testing.T) string {
	t.Helper()
	world := NewWorld()
	engine := s.engine(t, world)
	var b strings.Builder
	fmt.Fprintf(&b, "# Who may do what. yes: may · -: may not · ·: there is no such relation\n")
	fmt.Fprintf(&b, "%-28s %-44s %-20s %s\n", "# action", "resource", "caller", strings.Join(pad(relations), " "))
	for _, action := range engine.Actions() {
		resources := s.Resources[action]
		if len(resources) == 0 {
			resources = []Resource{{Type: "Platform"}}
		}
		for _, r := range resources {
			for _, line := range s.lines(t, engine, world, action, r) {
				fmt.Fprintf(&b, "%-28s %-44s %s\n", action, r.title(), strings.TrimRight(line, " "))
			}
		}
	}
	return b.String()
}

func (s Spec) lines(t *testing.T, engine *authz.Engine, world *World, action string, r Resource) []string {
	t.Helper()
	ask := func(c authn.Caller) string {
		err := engine.Allow(authn.With(context.Background(), c), action, r.at())
		switch {
		case err == nil:
			return "yes"
		case fault.KindOf(err) == fault.Internal:
			t.Errorf("%s of %s cannot be decided: %v", action, r.title(), err)
			return "?"
		default:
			return "-"
		}
	}
	person := authn.Caller{Subject: walker, PersonKey: SelfPerson, Kind: authn.Person}
	var lines []string
	for _, who := range []struct {
		name string
		authn.Caller
	}{{"anonymous", authn.Caller{}}, {"citizen", person}, {"program", authn.Caller{Subject: walker, Kind: authn.Service}}} {
		world.bindings = nil
		lines = append(lines, fmt.Sprintf("%-20s %s", who.name, ask(who.Caller)))
	}
	today := workday.Today(noon)
	for _, role := range authz.Roles() {
		var cells []string
		for _, relation := range relations {
			binding, exists := bindingFor(role, relation, r.level(), today)
			world.bindings = []units.Binding{binding}
			if cell := "·"; !exists {
				cells = append(cells, cell)
			} else {
				cells = append(cells, ask(person))
			}
		}
		lines = append(lines, fmt.Sprintf("%-20s %s", role.Code, strings.Join(pad(cells), " ")))
	}
	return lines
}

func pad(cells []string) []string {
	padded := make([]string, len(cells))
	for i, c := range cells {
		padded[i] = fmt.Sprintf("%-7s", c)
	}
	return padded
}

func (r Resource) title() string {
	parts := []string{r.Type}
	if r.OfAgency {
		parts = append(parts, "of an agency")
	} else if r.Level != "" && r.Type != "Unit" {
		parts = append(parts, "of a "+string(r.Level))
	} else if r.Level != "" {
		parts = append(parts, "("+string(r.Level)+")")
	}
	if r.Name != "" {
		parts = append(parts, "["+r.Name+"]")
	}
	return strings.Join(parts, " ")
}

// level is the tier from which relations are counted; what belongs to no unit is looked at from a commune.
func (r Resource) level() units.Level {
	if r.Level == "" {
		return units.Commune
	}
	return r.Level
}

func (r Resource) at() authz.Resource {
	res := authz.Resource{Type: r.Type, ID: "the-one", Attrs: r.Attrs}
	if r.Level != "" || r.OfAgency {
		res.Unit = seat[r.level()]
	}
	if r.OfAgency {
		res.Agency = OwnAgency
	}
	switch r.Type {
	case "Unit":
		res.ID = string(res.Unit)
	case "Agency":
		res.ID = OwnAgency
	}
	return res
}
