package domain

// Move is a child that goes on under another parent in a reorganisation.
type Move struct {
	Unit   UnitKey
	Parent UnitKey
}

// Reorganisation is one legal act over several units.
type Reorganisation struct {
	Date        Date
	LegalBasis  string
	Dissolved   []UnitKey
	Established []*Unit
	Moves       []Move
	Links       []Link
}

// Reorganise carries out the whole act, or refuses it. In order: new units
// begin, children move (those listed; those of a unit that went whole into one
// other go with it), dissolved units end, links are recorded. Every dissolved
// unit must lead somewhere, and nobody below it may be left behind.
func (t *Tree) Reorganise(r Reorganisation) ([]Fact, error) {
	// The dissolved end first so that a new unit may take over a code.
	var facts []Fact
	leavers := map[UnitKey][]*Unit{}
	dissolved := map[UnitKey]bool{}
	for _, key := range r.Dissolved {
		u, err := t.need(key, "dissolved")
		if err != nil {
			return nil, err
		}
		dissolved[key] = true
		leavers[key] = t.outliving(key, r.Date)
		ended, err := t.end(u, r.Date, r.LegalBasis)
		if err != nil {
			return nil, err
		}
		facts = append(facts, ended...)
	}
	for _, u := range r.Established {
		u.Period.From = r.Date
		if u.LegalBasis == "" {
			u.LegalBasis = r.LegalBasis
		}
		for i := range u.Parents {
			u.Parents[i].From = r.Date
		}
		began, err := t.Establish(u)
		if err != nil {
			return nil, err
		}
		facts = append(facts, began...)
	}
	moved, err := t.moveChildren(r, leavers, dissolved)
	if err != nil {
		return nil, err
	}
	facts = append(facts, moved...)
	linked, err := t.linkAll(r)
	if err != nil {
		return nil, err
	}
	return append(append(facts, linked...), t.rearranged(r)...), nil
}

func (t *Tree) moveChildren(r Reorganisation, leavers map[UnitKey][]*Unit, dissolved map[UnitKey]bool) ([]Fact, error) {
	heir := map[UnitKey]UnitKey{}
	for _, l := range r.Links {
		if l.Kind.whole() {
			heir[l.From] = l.To
		}
	}
	target := map[UnitKey]UnitKey{}
	for _, m := range r.Moves {
		target[m.Unit] = m.Parent
	}
	var facts []Fact
	for _, parent := range r.Dissolved {
		for _, child := range leavers[parent] {
			if _, listed := target[child.Key()]; listed || dissolved[child.Key()] {
				continue
			}
			if heir[parent] == "" {
				return nil, refuse(Refused, UnitHasChildren, "transfers", "name", string(parent), "child", child.FullName)
			}
			got, err := t.Transfer(child.Key(), heir[parent], r.Date, r.LegalBasis)
			if err != nil {
				return nil, err
			}
			facts = append(facts, got...)
		}
	}
	for _, m := range r.Moves {
		got, err := t.Transfer(m.Unit, m.Parent, r.Date, r.LegalBasis)
		if err != nil {
			return nil, err
		}
		facts = append(facts, got...)
	}
	return facts, nil
}

func (t *Tree) linkAll(r Reorganisation) ([]Fact, error) {
	var facts []Fact
	led := map[UnitKey]bool{}
	for _, l := range r.Links {
		l.Date = r.Date
		if l.LegalBasis == "" {
			l.LegalBasis = r.LegalBasis
		}
		got, err := t.Link(l)
		if err != nil {
			return nil, err
		}
		led[l.From] = true
		facts = append(facts, got...)
	}
	for _, key := range r.Dissolved {
		if !led[key] {
			return nil, refuse(Refused, UnitWithoutSuccessor, "links", "name", t.units[key].FullName)
		}
	}
	return facts, nil
}

// Link records that one unit came out of another. The successor never begins
// after the date nor the predecessor goes on past it, unless only a part left.
// A link that is there already changes nothing.
func (t *Tree) Link(l Link) ([]Fact, error) {
	from, err := t.need(l.From, "links.predecessor")
	if err != nil {
		return nil, err
	}
	to, err := t.need(l.To, "links.successor")
	if err != nil {
		return nil, err
	}
	id := [2]UnitKey{l.From, l.To}
	if old, there := t.links[id]; there && old.Kind == l.Kind && old.Date == l.Date {
		return nil, nil
	}
	if l.From == l.To || from.Level() != to.Level() && !(from.Level() == District && to.Level() == Commune) {
		return nil, refuse(Refused, UnitLevelMisplaced, "links.successor",
			"level", string(to.Level()), "parent", from.FullName)
	}
	goesOn := l.Kind == Transfer || l.Kind == Split
	late := !from.Period.Contains(l.Date.AddDays(-1)) || (!goesOn && !from.Period.endsBy(l.Date))
	if late || !to.Period.Contains(l.Date) {
		return nil, refuse(Refused, SuccessorBeforeEnd, "links.effective_date", "date", l.Date.Format(),
			"end", from.Period.To.Format(), "start", to.Period.From.Format())
	}
	t.links[id] = l
	t.newLinks = append(t.newLinks, l)
	return []Fact{UnitsLinked{Link: l}}, nil
}

// rearranged announces a redrawing of villages as a whole, commune by commune.
func (t *Tree) rearranged(r Reorganisation) []Fact {
	byCommune := map[UnitKey]*VillagesRearranged{}
	var order []UnitKey
	at := func(u *Unit) *VillagesRearranged {
		commune := u.Parent(r.Date)
		if byCommune[commune] == nil {
			byCommune[commune] = &VillagesRearranged{Commune: commune, Date: r.Date, LegalBasis: r.LegalBasis}
			order = append(order, commune)
		}
		return byCommune[commune]
	}
	for _, key := range r.Dissolved {
		if u := t.units[key]; u.Level() == Village {
			v := at(u)
			v.Ended = append(v.Ended, key)
		}
	}
	for _, u := range r.Established {
		if u.Level() == Village {
			v := at(u)
			v.Established = append(v.Established, u.Key())
		}
	}
	facts := make([]Fact, 0, len(order))
	for _, commune := range order {
		facts = append(facts, *byCommune[commune])
	}
	return facts
}

// FactsAfter refuses to end a unit on a day on or after which something was recorded
// of it: a role, a household or an agency, named by item.
func FactsAfter(u *Unit, fact, item string, since Date) *Refusal {
	if fact == "role" {
		return refuse(Refused, RolesAfterDate, "effective_date",
			"name", u.FullName, "date", u.Period.To.Format(), "since", since.Format(), "role", item)
	}
	return refuse(Refused, FactsAfterDate, "effective_date",
		"name", u.FullName, "date", u.Period.To.Format(), "since", since.Format(), "fact", fact, "item", item)
}

// Rename gives a unit another name or type from a date: a new unit with the
// same code takes its place and its children go over. It returns the new key.
func (t *Tree) Rename(key UnitKey, name, nameEn string, kind UnitType, date Date, basis string) (UnitKey, []Fact, error) {
	u, err := t.need(key, "name")
	if err != nil {
		return "", nil, err
	}
	if kind == "" {
		kind = u.Type
	}
	if kind.Level() != u.Level() {
		return "", nil, refuse(Refused, UnitLevelMisplaced, "type", "level", string(kind.Level()), "parent", u.FullName)
	}
	if name == "" {
		name, nameEn = u.Name, u.NameEn
	}
	if name == u.Name && kind == u.Type {
		return "", nil, refuse(Refused, NothingChanges, "display_name")
	}
	link := Rename
	if kind != u.Type {
		link = Retype
	}
	heir := &Unit{
		Code: u.Code, Name: name, NameEn: nameEn, FullName: kind.FullName(name), Type: kind,
		Period: Period{From: date}, Attributes: u.Attributes, LegalBasis: basis,
	}
	if parent := u.Parent(date); parent != "" {
		heir.Parents = []Parentage{{From: date, Parent: parent}}
	}
	facts, err := t.Reorganise(Reorganisation{
		Date: date, LegalBasis: basis, Dissolved: []UnitKey{key}, Established: []*Unit{heir},
		Links: []Link{{From: key, To: heir.Key(), Kind: link}},
	})
	return heir.Key(), facts, err
}
