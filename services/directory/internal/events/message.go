package events

import (
	"strconv"

	"google.golang.org/protobuf/proto"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/outbox"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// prefix opens every type of the directory.
const prefix = "danchu.directory.v1."

// Message is the message that tells a fact; false for one that nobody is told.
func Message(f domain.Fact) (outbox.Message, bool) {
	switch f := f.(type) {
	case domain.UnitEstablished:
		return ofUnit("unit_established", f.Unit.Key(), &directoryv1.UnitEstablished{
			Unit: unitState(f.Unit, f.Unit.Period.From), LegalBasis: f.Unit.LegalBasis,
		}), true
	case domain.UnitEnded:
		return ofUnit("unit_ended", f.Unit.Key(), &directoryv1.UnitEnded{
			Unit: string(f.Unit.Key()), ValidTo: f.Unit.Period.To.String(), LegalBasis: f.LegalBasis, Revision: f.Unit.Version,
		}), true
	case domain.UnitCorrected:
		return ofUnit("unit_corrected", f.Unit.Key(), &directoryv1.UnitCorrected{
			Unit: unitState(f.Unit, lastParentage(f.Unit)), Reason: f.Reason,
		}), true
	case domain.UnitTransferred:
		return ofUnit("unit_corrected", f.Unit.Key(), &directoryv1.UnitCorrected{
			Unit: unitState(f.Unit, f.Date), Reason: f.LegalBasis,
		}), true
	case domain.UnitsLinked:
		return ofUnit("units_linked", f.Link.From, &directoryv1.UnitsLinked{
			From: string(f.Link.From), To: string(f.Link.To), Kind: linkKinds[f.Link.Kind],
			Date: f.Link.Date.String(), LegalBasis: f.Link.LegalBasis,
		}), true
	case domain.VillagesRearranged:
		return ofUnit("villages_rearranged", f.Commune, &directoryv1.VillagesRearranged{
			Commune: string(f.Commune), Date: f.Date.String(), LegalBasis: f.LegalBasis,
			Ended: keys(f.Ended), Established: keys(f.Established),
		}), true
	case domain.AgencyRegistered:
		return ofAgency("agency_registered", f.Agency, &directoryv1.AgencyRegistered{Agency: agencyState(f.Agency)}), true
	case domain.AgencyChanged:
		return ofAgency("agency_changed", f.Agency, &directoryv1.AgencyChanged{Agency: agencyState(f.Agency)}), true
	case domain.CalendarChanged:
		return outbox.Message{
			Type: prefix + "calendar_changed", Subject: "calendarYears/" + strconv.Itoa(f.Year.Year), Data: calendarChanged(f.Year),
		}, true
	}
	return ofPeople(f)
}

// ofPeople tells of roles and rolls: by id, key and count.
func ofPeople(f domain.Fact) (outbox.Message, bool) {
	switch f := f.(type) {
	case domain.RoleBound:
		b := f.Binding
		return outbox.Message{
			Type: prefix + "role_bound", Subject: "roleBindings/" + b.ID, Unit: string(b.Unit),
			Data: &directoryv1.RoleBound{
				Binding: b.ID, SubjectKey: b.SubjectKey, Role: string(b.Role), Unit: string(b.Unit), Agency: b.Agency,
				ValidFrom: b.Period.From.String(), ValidTo: b.Period.To.String(), Revision: b.Version,
			},
		}, true
	case domain.RoleEnded:
		b := f.Binding
		return outbox.Message{
			Type: prefix + "role_ended", Subject: "roleBindings/" + b.ID, Unit: string(b.Unit),
			Data: &directoryv1.RoleEnded{Binding: b.ID, ValidTo: b.Period.To.String(), Revision: b.Version},
		}, true
	case domain.HouseholdRegistered:
		return ofHousehold("household_registered", f.Household, f.Village, &directoryv1.HouseholdRegistered{
			Household: f.Household, Village: string(f.Village), ValidFrom: f.From.String(),
		}), true
	case domain.HouseholdChanged:
		return ofHousehold("household_changed", f.Household, f.Village, &directoryv1.HouseholdChanged{
			Household: f.Household, Village: string(f.Village), Kind: householdKinds[f.Kind], Date: f.Date.String(),
			Related: f.Related, FromVillage: string(f.FromVillage),
		}), true
	case domain.RollChanged:
		return ofUnit("household_roll_changed", f.Village, &directoryv1.HouseholdRollChanged{
			Village: string(f.Village), Households: f.Households, Represented: f.Represented,
			Digest: f.Digest, Revision: f.Revision,
		}), true
	}
	return outbox.Message{}, false
}

func ofUnit(fact string, key domain.UnitKey, data proto.Message) outbox.Message {
	return outbox.Message{Type: prefix + fact, Subject: "units/" + string(key), Unit: string(key), Data: data}
}

func ofAgency(fact string, a domain.Agency, data proto.Message) outbox.Message {
	return outbox.Message{Type: prefix + fact, Subject: "agencies/" + a.ID, Unit: string(a.Unit), Data: data}
}

func ofHousehold(fact, id string, village domain.UnitKey, data proto.Message) outbox.Message {
	return outbox.Message{Type: prefix + fact, Subject: "households/" + id, Unit: string(village), Data: data}
}

func unitState(u *domain.Unit, day workday.Date) *directoryv1.UnitState {
	return &directoryv1.UnitState{
		Parents: parentages(u, day),
		Key:     string(u.Key()), Code: u.Code, Name: u.Name, FullName: u.FullName, NameEn: u.NameEn,
		Type: string(u.Type), Level: string(u.Level()), Parent: string(u.Parent(day)),
		ValidFrom: u.Period.From.String(), ValidTo: u.Period.To.String(),
		SpecialArea: u.Attributes.SpecialArea, Remote: u.Attributes.Remote, Radio: u.Attributes.Radio,
		Revision: u.Version,
	}
}

// parentages are the units above up to a day; nothing when there was but one.
func parentages(u *domain.Unit, day workday.Date) []*directoryv1.UnitState_Parentage {
	var all []*directoryv1.UnitState_Parentage
	for i, p := range u.Parents {
		if i == 0 || !p.From.After(day) {
			all = append(all, &directoryv1.UnitState_Parentage{Parent: string(p.Parent), ValidFrom: p.From.String()})
		}
	}
	if len(all) < 2 {
		return nil
	}
	return all
}

func lastParentage(u *domain.Unit) workday.Date {
	if len(u.Parents) == 0 {
		return u.Period.From
	}
	return u.Parents[len(u.Parents)-1].From
}

func agencyState(a domain.Agency) *directoryv1.AgencyState {
	return &directoryv1.AgencyState{
		Id: a.ID, Code: a.Code, Name: a.Name, Kind: string(a.Kind), Unit: string(a.Unit),
		ValidFrom: a.Period.From.String(), ValidTo: a.Period.To.String(), Revision: a.Version,
	}
}

func calendarChanged(y domain.CalendarYear) *directoryv1.CalendarChanged {
	m := &directoryv1.CalendarChanged{
		Year: int32(y.Year), Status: directoryv1.CalendarChanged_STATUS_PROVISIONAL, //nolint:gosec // four digits
		LegalBasis: y.LegalBasis, Revision: y.Revision,
	}
	if y.Status == workday.Decided {
		m.Status = directoryv1.CalendarChanged_STATUS_DECIDED
	}
	for _, d := range y.Days {
		day := &directoryv1.CalendarChanged_Day{Date: d.Date.String(), Name: d.Name, Kind: string(d.Kind)}
		if d.Kind == workday.SwappedWorking {
			m.WorkedWeekends = append(m.WorkedWeekends, day)
		} else {
			m.DaysOff = append(m.DaysOff, day)
		}
	}
	return m
}

func keys(list []domain.UnitKey) []string {
	out := make([]string, len(list))
	for i, k := range list {
		out[i] = string(k)
	}
	return out
}

var linkKinds = map[domain.LinkKind]directoryv1.UnitsLinked_Kind{
	domain.Merge:    directoryv1.UnitsLinked_KIND_MERGE,
	domain.Split:    directoryv1.UnitsLinked_KIND_SPLIT,
	domain.Rename:   directoryv1.UnitsLinked_KIND_RENAME,
	domain.Retype:   directoryv1.UnitsLinked_KIND_RETYPE,
	domain.Transfer: directoryv1.UnitsLinked_KIND_TRANSFER,
}

var householdKinds = map[domain.HouseholdChange]directoryv1.HouseholdChanged_Kind{
	domain.RepresentativeChanged: directoryv1.HouseholdChanged_KIND_REPRESENTATIVE,
	domain.HouseholdSplit:        directoryv1.HouseholdChanged_KIND_SPLIT,
	domain.HouseholdMerged:       directoryv1.HouseholdChanged_KIND_MERGED,
	domain.HouseholdMoved:        directoryv1.HouseholdChanged_KIND_MOVED,
	domain.HouseholdEnded:        directoryv1.HouseholdChanged_KIND_ENDED,
}
