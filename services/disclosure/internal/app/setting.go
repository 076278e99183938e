package app

import (
	"context"
	"slices"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// kindStateEnterprise is the agency kind whose list is that of Điều 64.
const kindStateEnterprise = "state_enterprise"

// CatalogueOf is the list of items a body discloses by. A unit that is no commune has none.
func (a *Actions) CatalogueOf(body domain.Body, on workday.Date) (law.Catalogue, error) {
	catalogue, err := a.catalogueOf(body)
	return catalogue.AsOf(on), err
}

// catalogueOf is CatalogueOf with everything that was ever in force.
func (a *Actions) catalogueOf(body domain.Body) (law.Catalogue, error) {
	id := law.Communes
	if body.Agency != "" {
		agency, known := a.Units.Agency(body.Agency)
		switch {
		case !known || string(agency.Unit) != body.Unit:
			return law.Catalogue{}, domain.Refuse(domain.AgencyNotFound, "agency")
		case agency.Kind == kindStateEnterprise:
			id = law.StateEnterprises
		default:
			id = law.Agencies
		}
	} else if unit, known := a.Units.Unit(units.Key(body.Unit)); !known || unit.Level != units.Commune {
		return law.Catalogue{}, domain.Refuse(domain.UnitNotFound, "unit")
	}
	catalogue, ok := a.Book.Catalogue(id)
	if !ok {
		return law.Catalogue{}, domain.Refuse(domain.ItemNotFound, "item")
	}
	return catalogue, nil
}

// facts are what the conditions of the forms ask about. The platform itself is the portal of every unit and the internal site
// of every agency; the radio is known to directory.
func (a *Actions) facts(body domain.Body) law.Facts {
	unit, _ := a.Units.Unit(units.Key(body.Unit))
	return law.Facts{Portal: true, Radio: unit.Radio, InternalSite: body.Agency != ""}
}

// setting is what the rules need to know to decide about an item of a body.
func (a *Actions) setting(body domain.Body, item string) (domain.Setting, error) {
	s := domain.Setting{Book: a.Book, Calendar: a.Units.Calendar(), Facts: a.facts(body), Now: a.now()}
	catalogue, err := a.catalogueOf(body)
	if err != nil {
		return s, err
	}
	found, ok := catalogue.ItemAsOf(item, s.Today())
	if !ok {
		return s, domain.Refuse(domain.ItemNotOfUnit, "item", "item", item)
	}
	s.Item = found
	return s, nil
}

// plain is the setting for what is about no item.
func (a *Actions) plain() domain.Setting {
	return domain.Setting{Book: a.Book, Calendar: a.Units.Calendar(), Now: a.now()}
}

// Item finds an item of any of the catalogues by its id, in force on the day or not: what was disclosed under it keeps
// its name.
func (a *Actions) Item(id string) (law.Item, bool) {
	for _, name := range []string{law.Communes, law.Agencies, law.StateEnterprises} {
		if catalogue, ok := a.Book.Catalogue(name); ok {
			if item, ok := catalogue.Item(id); ok {
				return item, true
			}
		}
	}
	return law.Item{}, false
}

// Form finds how a form is called and lettered in the catalogue of an item.
func (a *Actions) Form(item, code string) (law.Form, bool) {
	for _, name := range []string{law.Communes, law.Agencies, law.StateEnterprises} {
		if catalogue, ok := a.Book.Catalogue(name); ok {
			if _, has := catalogue.Item(item); has {
				return catalogue.Form(code)
			}
		}
	}
	return law.Form{}, false
}

// Unit resolves a unit named by key or by code.
func (a *Actions) Unit(name string) (units.Unit, error) {
	if key, err := units.ParseKey(name); err == nil {
		if unit, known := a.Units.Unit(key); known {
			return unit, nil
		}
	} else if unit, known := a.Units.Current(name, a.today()); known {
		return unit, nil
	}
	return units.Unit{}, domain.Refuse(domain.UnitNotFound, "unit", "unit", name)
}

// acting resolves a unit that is to act now: it must exist today.
func (a *Actions) acting(name string) (units.Unit, error) {
	unit, err := a.Unit(name)
	if err != nil {
		return unit, err
	}
	if !unit.ExistsOn(a.today()) {
		return unit, domain.Refuse(domain.UnitNotFound, "unit", "unit", name)
	}
	return unit, nil
}

// scope lists the units a search looks in: the unit, with those it succeeded unless left out, and with everything below
// it when asked. An empty name is everywhere.
func (a *Actions) scope(name string, subtree, withPredecessors bool) (Scope, error) {
	if name == "" {
		return Scope{All: true}, nil
	}
	unit, err := a.Unit(name)
	if err != nil {
		return Scope{}, err
	}
	snapshot, today := a.Units.Snapshot(), a.today()
	keys := []string{string(unit.Key)}
	if subtree {
		for next := []units.Key{unit.Key}; len(next) > 0; next = next[1:] {
			for _, child := range snapshot.Children(next[0], today) {
				keys = append(keys, string(child.Key))
				if child.Level != units.Commune { // villages disclose nothing
					next = append(next, child.Key)
				}
			}
		}
	}
	if withPredecessors {
		for _, key := range slices.Clone(keys) {
			for _, before := range snapshot.Predecessors(units.Key(key), true) {
				keys = append(keys, string(before.Key))
			}
		}
	}
	slices.Sort(keys)
	return Scope{Units: slices.Compact(keys)}, nil
}

// WorksFor reports whether the caller is of the staff of a body: internal fields are theirs to see.
func (a *Actions) WorksFor(ctx context.Context, body domain.Body) bool {
	return a.Policy.Can(ctx, "ListPublications", bodyResource("Publication", body))
}
