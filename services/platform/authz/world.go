package authz

import (
	"fmt"
	"sync"

	cedar "github.com/cedar-policy/cedar-go"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Source is what the engine asks about units, agencies and roles. [units.Copy] and [units.Snapshot] answer it.
type Source interface {
	// Bindings are the roles held on that day by whoever is known under these keys.
	Bindings(subjectKeys []string, at workday.Date) []units.Binding
	// Above are all units from which the unit is looked after, itself included.
	Above(key units.Key) []units.Key
	// Unit is the unit of that key.
	Unit(key units.Key) (units.Unit, bool)
	// Agency is the agency of that id.
	Agency(id string) (units.Agency, bool)
}

// world is what one decision can see: the caller, the resource, and as much of the tree as it asks for.
type world struct {
	source    Source
	principal cedar.Entity
	resource  cedar.Entity
}

// Get implements cedar.EntityGetter.
func (w *world) Get(id cedar.EntityUID) (cedar.Entity, bool) {
	switch {
	case id == w.principal.UID:
		return w.principal, true
	case id == w.resource.UID:
		return w.resource, true
	case id.Type == namespace+unitType:
		return w.unit(units.Key(id.ID)), true
	case id.Type == namespace+agencyType:
		return w.agency(string(id.ID)), true
	default:
		return cedar.Entity{}, false
	}
}

// unit has everything above it as direct parents: the copy has already walked the tree, its past included.
func (w *world) unit(key units.Key) cedar.Entity {
	var above []cedar.EntityUID
	if key != "" {
		for _, k := range w.source.Above(key) {
			if k != key {
				above = append(above, unitUID(k))
			}
		}
	}
	u, _ := w.source.Unit(key)
	return cedar.Entity{
		UID: unitUID(key), Parents: cedar.NewEntityUIDSet(above...),
		Attributes: cedar.NewRecord(cedar.RecordMap{
			"unit": unitUID(key), "agency": agencyUID(""), "level": cedar.String(u.Level),
		}),
	}
}

func (w *world) agency(id string) cedar.Entity {
	var above []cedar.EntityUID
	a, known := w.source.Agency(id)
	if known && id != "" {
		above = append(above, unitUID(a.Unit))
		if a.Parent != "" && a.Parent != id {
			above = append(above, agencyUID(a.Parent))
		}
	}
	return cedar.Entity{
		UID: agencyUID(id), Parents: cedar.NewEntityUIDSet(above...),
		Attributes: cedar.NewRecord(cedar.RecordMap{"unit": unitUID(a.Unit), "agency": agencyUID(id)}),
	}
}

// nobody is the anonymous caller, who asks most of all and is always the same.
var nobody = sync.OnceValue(func() cedar.Entity { return principalOf(authn.Caller{}, nil, nil) })

// principalOf shows a caller and today's roles to the policies. A role of one tier that is bound to a unit of another is a mistake
// somewhere and counts for nothing: else a village role bound to a province would reach over all of it.
func principalOf(c authn.Caller, held []units.Binding, source Source) cedar.Entity {
	sets := map[string][]cedar.Value{}
	for _, b := range held {
		r, known := RoleOf(b.Role)
		if !known {
			continue
		}
		switch {
		case r.Scope == ForAgency && b.Agency != "":
			sets[b.Role] = append(sets[b.Role], agencyUID(b.Agency))
		case r.Scope == ForUnit && b.Agency == "":
			if u, known := source.Unit(b.Unit); known && u.Level == r.Level {
				sets[b.Role] = append(sets[b.Role], unitUID(b.Unit))
			}
		case r.Scope == ForInstallation:
			// Held for what belongs to no unit, wherever the binding itself was made.
			sets[b.Role] = append(sets[b.Role], unitUID(""))
		}
	}
	attrs := cedar.RecordMap{
		"subject": cedar.String(c.Subject), "person_key": cedar.String(c.PersonKey),
		"signed_in": cedar.Boolean(c.SignedIn()), "service": cedar.Boolean(c.Kind == authn.Service),
	}
	for _, r := range roles {
		attrs[cedar.String(r.Code)] = cedar.NewSet(sets[r.Code]...)
	}
	return cedar.Entity{UID: uid("Person", c.Subject), Attributes: cedar.NewRecord(attrs)}
}

// entity shows the resource to the policies.
func (w *world) entity(r Resource) (cedar.Entity, error) {
	id := uid(r.Type, r.ID)
	base := cedar.Entity{UID: id}
	attrs := cedar.RecordMap{"unit": unitUID(r.Unit), "agency": agencyUID(r.Agency)}
	switch r.Type {
	case unitType:
		base = w.unit(units.Key(r.ID))
		attrs = base.Attributes.Map()
	case agencyType:
		base = w.agency(r.ID)
		attrs = base.Attributes.Map()
	default:
		var above []cedar.EntityUID
		if r.Unit != "" {
			above = append(above, unitUID(r.Unit))
		}
		if r.Agency != "" {
			above = append(above, agencyUID(r.Agency))
		}
		base.Parents = cedar.NewEntityUIDSet(above...)
	}
	for name, v := range r.Attrs {
		if name == "unit" || name == "agency" {
			return base, fmt.Errorf("authz: %s is given by the resource, not as an attribute", name)
		}
		shown, err := value(v)
		if err != nil {
			return base, fmt.Errorf("%s: %w", name, err)
		}
		attrs[cedar.String(name)] = shown
	}
	base.Attributes = cedar.NewRecord(attrs)
	return base, nil
}
