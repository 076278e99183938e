package domain

// Fact is something that became true. Facts are told to the other services;
// they carry no personal data.
type Fact interface{ fact() }

// Facts about units.
type (
	// UnitEstablished: a unit began or was entered for the first time.
	UnitEstablished struct{ Unit *Unit }
	// UnitEnded: the end of a unit is known.
	UnitEnded struct {
		Unit       *Unit
		LegalBasis string
	}
	// UnitCorrected: what was written about a unit was wrong or incomplete.
	UnitCorrected struct {
		Unit   *Unit
		Reason string
	}
	// UnitTransferred: a unit stands under another parent from Date.
	UnitTransferred struct {
		Unit       *Unit
		Date       Date
		LegalBasis string
	}
	// UnitsLinked: one unit came out of another.
	UnitsLinked struct{ Link Link }
	// VillagesRearranged: a commune's villages were redrawn.
	VillagesRearranged struct {
		Commune     UnitKey
		Date        Date
		LegalBasis  string
		Ended       []UnitKey
		Established []UnitKey
	}
)

// Facts about agencies, roles and the calendar.
type (
	// AgencyRegistered: an agency was entered.
	AgencyRegistered struct{ Agency Agency }
	// AgencyChanged: an agency reads differently now.
	AgencyChanged struct{ Agency Agency }
	// RoleBound: somebody holds a role during a period.
	RoleBound struct{ Binding Binding }
	// RoleEnded: the end of a binding is known.
	RoleEnded struct{ Binding Binding }
	// CalendarChanged: the working days of a year read differently.
	CalendarChanged struct{ Year CalendarYear }
)

// Facts about households: ids, counts and digests only.
type (
	// HouseholdRegistered: a household was entered, one by one.
	HouseholdRegistered struct {
		Household string
		Village   UnitKey
		From      Date
	}
	// HouseholdChanged: something about a household changed.
	HouseholdChanged struct {
		Household   string
		Village     UnitKey
		Kind        HouseholdChange
		Date        Date
		Related     []string
		FromVillage UnitKey
	}
	// RollChanged: the roll of a village reads differently.
	RollChanged struct {
		Village     UnitKey
		Households  int64
		Represented int64
		Digest      string
		Revision    int64
	}
)

func (UnitEstablished) fact()     {}
func (UnitEnded) fact()           {}
func (UnitCorrected) fact()       {}
func (UnitTransferred) fact()     {}
func (UnitsLinked) fact()         {}
func (VillagesRearranged) fact()  {}
func (AgencyRegistered) fact()    {}
func (AgencyChanged) fact()       {}
func (RoleBound) fact()           {}
func (RoleEnded) fact()           {}
func (CalendarChanged) fact()     {}
func (HouseholdRegistered) fact() {}
func (HouseholdChanged) fact()    {}
func (RollChanged) fact()         {}
