package console

import (
	"net/http"

	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/gateway/internal/view"
)

// Mount adds the console's addresses. The listing is the map of the console.
func (c *Console) Mount(mux *http.ServeMux) {
	at := func(pattern string, h view.Handler) { mux.Handle(pattern, c.handle(h)) }
	at("GET /console", c.todayList)

	at("GET /console/publications", c.publicationList)
	at("GET /console/publications/new", c.publicationNew)
	at("POST /console/publications/new", c.publicationCreate)
	at("GET /console/publications/{publication}", c.publicationShow)
	at("GET /console/publications/{publication}/edit", c.publicationEdit)
	at("POST /console/publications/{publication}/edit", c.publicationUpdate)
	at("GET /console/publications/{publication}/correct", c.publicationCorrecting)
	at("POST /console/publications/{publication}/correct", c.publicationCorrect)
	for verb, move := range c.publicationMoves() {
		at("POST /console/publications/{publication}/"+verb, c.publicationMove(verb, move))
	}
	at("GET /console/publications/{publication}/forms/new", c.formNew)
	at("POST /console/publications/{publication}/forms/new", c.formRecord)
	at("GET /console/publications/{publication}/forms/{form}/end", c.formEnding)
	at("POST /console/publications/{publication}/forms/{form}/end", c.formEnd)

	at("GET /console/votes", c.voteList)
	at("GET /console/votes/new", c.voteNew)
	at("POST /console/votes/new", c.voteCreate)
	at("GET /console/votes/{vote}", c.voteShow)
	at("GET /console/votes/{vote}/edit", c.voteEdit)
	at("POST /console/votes/{vote}/edit", c.voteUpdate)
	for _, room := range []string{"roll", "meeting", "paper"} {
		at("GET /console/votes/{vote}/"+room, c.voteRoom(room))
	}
	at("GET /console/votes/{vote}/door", c.voteDoor)
	at("GET /console/votes/{vote}/documents/{form}", c.voteDocument)
	for verb, act := range voteActs() {
		at("POST /console/votes/{vote}/"+verb, c.voteMove(act))
	}
	at("GET /console/initiatives", c.initiativeList)
	at("POST /console/initiatives/{initiative}/endorse", c.initiativeEndorse)

	at("GET /console/obligations", c.obligationList)
	at("GET /console/obligations/matrix", c.matrixShow)
	at("GET /console/obligations/completeness", c.completenessShow)
	at("GET /console/obligations/new", c.obligationNew)
	at("POST /console/obligations/new", c.obligationOpen)
	at("GET /console/obligations/{obligation}", c.obligationShow)
	for verb, move := range c.obligationMoves() {
		at("POST /console/obligations/{obligation}/"+verb, c.obligationMove(verb, move))
	}

	at("GET /console/withholdings", c.withholdingList)
	at("GET /console/withholdings/new", c.withholdingNew)
	at("POST /console/withholdings/new", c.withholdingPropose)
	at("GET /console/withholdings/{withholding}", c.withholdingShow)
	for verb, move := range c.withholdingMoves() {
		at("POST /console/withholdings/{withholding}/"+verb, c.withholdingMove(verb, move))
	}

	at("GET /console/plans", c.planList)
	at("POST /console/plans/new", c.planCreate)
	at("GET /console/plans/{plan}", c.planShow)
	at("POST /console/plans/{plan}/adopt", c.planAdopt)
	at("GET /console/plans/{plan}/lines/new", c.lineNew)
	at("POST /console/plans/{plan}/lines/new", c.lineAdd)
	at("GET /console/plans/{plan}/lines/{line}/edit", c.lineEdit)
	at("POST /console/plans/{plan}/lines/{line}/edit", c.lineUpdate)
	at("POST /console/plans/{plan}/lines/{line}/remove", c.lineRemove)

	at("GET /console/requests", c.requestList)
	at("GET /console/requests/new", c.requestNew)
	at("POST /console/requests/new", c.requestEnter)
	at("GET /console/requests/{request}", c.requestShow)
	for verb, move := range c.requestMoves() {
		at("POST /console/requests/{request}/"+verb, c.requestMove(verb, move))
	}

	at("GET /console/imports", c.importList)
	at("GET /console/imports/new", c.importNew)
	at("POST /console/imports/new", c.importCreate)
	at("GET /console/imports/{import}", c.importShow)
	at("GET /console/imports/{import}/errors.csv", c.importErrors)
	at("POST /console/imports/{import}/run", c.importRun)
	at("POST /console/imports/{import}/cancel", c.importCancel)

	at("GET /console/roles", c.roleList)
	at("GET /console/roles/new", c.roleNew)
	at("POST /console/roles/new", c.roleBind)
	at("GET /console/roles/{role}", c.roleShow)
	at("POST /console/roles/{role}/end", c.roleEnd)

	at("GET /console/calendar", c.calendarShow)
	at("GET /console/calendar/{year}", c.calendarShow)
	at("GET /console/calendar/{year}/edit", c.calendarEdit)
	at("POST /console/calendar/{year}/edit", c.calendarSet)

	at("GET /console/units", c.unitList)
	at("GET /console/units/{unit}", c.unitShow)
	at("POST /console/units/{unit}/attributes", c.unitAttributes)
	at("GET /console/units/{unit}/villages/new", c.villageNew)
	at("POST /console/units/{unit}/villages/new", c.villageCreate)
	at("GET /console/units/{unit}/villages/merge", c.villageMerge)
	at("POST /console/units/{unit}/villages/merge", c.villageJoin)
	at("GET /console/units/{unit}/split", c.villageSplit)
	at("POST /console/units/{unit}/split", c.villageDivide)
	at("GET /console/units/{unit}/rename", c.villageRename)
	at("POST /console/units/{unit}/rename", c.villageCall)

	at("GET /console/units/{unit}/households", c.householdList)
	at("GET /console/units/{unit}/households/waiting", c.householdWaiting)
	at("POST /console/units/{unit}/households/waiting", c.householdPlace)
	at("GET /console/units/{unit}/households/new", c.householdNew)
	at("POST /console/units/{unit}/households/new", c.householdRegister)
	at("GET /console/households/{household}", c.householdShow)
	for verb, act := range c.householdActs() {
		at("POST /console/households/{household}/"+verb, c.householdMove(verb, act))
	}

	at("GET /console/agencies", c.agencyList)
	at("GET /console/agencies/new", c.agencyNew)
	at("POST /console/agencies/new", c.agencyRegister)
	at("GET /console/agencies/{agency}", c.agencyShow)
	at("POST /console/agencies/{agency}/change", c.agencyChange)
	at("POST /console/agencies/{agency}/end", c.agencyEnd)
}

// handle lets nobody in who is not signed in.
func (c *Console) handle(h view.Handler) http.Handler {
	return c.Set.Handle(c.Log, func(w http.ResponseWriter, r *http.Request) error {
		if _, err := session.Require(r); err != nil {
			return err
		}
		return h(w, r)
	})
}
