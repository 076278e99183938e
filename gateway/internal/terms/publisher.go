package terms

// Publisher is whose publication or duty it is, in words: the agency with the unit it belongs to, or the unit itself.
func Publisher(of interface {
	GetAgencyName() string
	GetUnitName() string
},
) string {
	if of.GetAgencyName() == "" {
		return of.GetUnitName()
	}
	return of.GetAgencyName() + " · " + of.GetUnitName()
}
