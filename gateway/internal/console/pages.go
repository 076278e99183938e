package console

import "github.com/danchu-platform/danchu/gateway/internal/view"

// pages are the console's templates, each bound to the type of what it shows.
type pages struct {
	todayList *view.Page[TodayList]

	voteList       *view.Page[VoteList]
	voteNew        *view.Page[VoteNew]
	voteEdit       *view.Page[VoteEdit]
	voteShow       *view.Page[VoteDesk]
	voteRoll       *view.Page[VoteDesk]
	voteMeeting    *view.Page[VoteDesk]
	votePaper      *view.Page[VoteDesk]
	voteDoor       *view.Page[VoteDoor]
	initiativeList *view.Page[InitiativeList]

	publicationList    *view.Page[PublicationList]
	publicationEdit    *view.Page[PublicationEdit]
	publicationShow    *view.Page[PublicationShow]
	publicationCorrect *view.Page[PublicationCorrect]
	formNew            *view.Page[FormNew]
	formEnd            *view.Page[FormEnd]

	obligationList   *view.Page[ObligationList]
	obligationShow   *view.Page[ObligationShow]
	obligationNew    *view.Page[ObligationNew]
	matrixShow       *view.Page[MatrixShow]
	completenessShow *view.Page[CompletenessShow]

	withholdingList *view.Page[WithholdingList]
	withholdingNew  *view.Page[WithholdingNew]
	withholdingShow *view.Page[WithholdingShow]

	planList *view.Page[PlanList]
	planShow *view.Page[PlanShow]
	lineEdit *view.Page[LineEdit]

	requestList *view.Page[RequestList]
	requestNew  *view.Page[RequestNew]
	requestShow *view.Page[RequestShow]

	importList *view.Page[ImportList]
	importNew  *view.Page[ImportNew]
	importShow *view.Page[ImportShow]

	roleList *view.Page[RoleList]
	roleNew  *view.Page[RoleNew]
	roleShow *view.Page[RoleShow]

	calendarShow *view.Page[CalendarShow]
	calendarEdit *view.Page[CalendarEdit]

	unitList      *view.Page[UnitList]
	unitShow      *view.Page[UnitShow]
	householdList *view.Page[HouseholdList]

	villageNew    *view.Page[VillageNew]
	villageMerge  *view.Page[VillageMerge]
	villageSplit  *view.Page[VillageSplit]
	villageRename *view.Page[VillageRename]
	agencyList    *view.Page[AgencyList]
	agencyNew     *view.Page[AgencyNew]
	agencyShow    *view.Page[AgencyShow]
	householdNew  *view.Page[HouseholdNew]
	householdShow *view.Page[HouseholdShow]

	householdWaiting *view.Page[HouseholdWaiting]
}

func (p *pages) load(set *view.Set) error {
	var failed error
	load(set, &p.todayList, "today/list.html", &failed)
	load(set, &p.voteList, "vote/list.html", &failed)
	load(set, &p.voteNew, "vote/new.html", &failed)
	load(set, &p.voteEdit, "vote/edit.html", &failed)
	load(set, &p.voteShow, "vote/show.html", &failed)
	load(set, &p.voteRoll, "vote/roll.html", &failed)
	load(set, &p.voteMeeting, "vote/meeting.html", &failed)
	load(set, &p.votePaper, "vote/paper.html", &failed)
	load(set, &p.voteDoor, "vote/door.html", &failed)
	load(set, &p.initiativeList, "initiative/list.html", &failed)
	load(set, &p.publicationList, "publication/list.html", &failed)
	load(set, &p.publicationEdit, "publication/edit.html", &failed)
	load(set, &p.publicationShow, "publication/show.html", &failed)
	load(set, &p.publicationCorrect, "publication/correct.html", &failed)
	load(set, &p.formNew, "form/new.html", &failed)
	load(set, &p.formEnd, "form/end.html", &failed)
	load(set, &p.obligationList, "obligation/list.html", &failed)
	load(set, &p.obligationShow, "obligation/show.html", &failed)
	load(set, &p.obligationNew, "obligation/new.html", &failed)
	load(set, &p.matrixShow, "matrix/show.html", &failed)
	load(set, &p.completenessShow, "completeness/show.html", &failed)
	load(set, &p.withholdingList, "withholding/list.html", &failed)
	load(set, &p.withholdingNew, "withholding/new.html", &failed)
	load(set, &p.withholdingShow, "withholding/show.html", &failed)
	load(set, &p.planList, "plan/list.html", &failed)
	load(set, &p.planShow, "plan/show.html", &failed)
	load(set, &p.lineEdit, "line/edit.html", &failed)
	load(set, &p.requestList, "request/list.html", &failed)
	load(set, &p.requestNew, "request/new.html", &failed)
	load(set, &p.requestShow, "request/show.html", &failed)
	load(set, &p.importList, "import/list.html", &failed)
	load(set, &p.importNew, "import/new.html", &failed)
	load(set, &p.importShow, "import/show.html", &failed)
	load(set, &p.roleList, "role/list.html", &failed)
	load(set, &p.roleNew, "role/new.html", &failed)
	load(set, &p.roleShow, "role/show.html", &failed)
	load(set, &p.calendarShow, "calendar/show.html", &failed)
	load(set, &p.calendarEdit, "calendar/edit.html", &failed)
	load(set, &p.unitList, "unit/list.html", &failed)
	load(set, &p.unitShow, "unit/show.html", &failed)
	load(set, &p.householdList, "household/list.html", &failed)
	load(set, &p.villageNew, "village/new.html", &failed)
	load(set, &p.villageMerge, "village/merge.html", &failed)
	load(set, &p.villageSplit, "village/split.html", &failed)
	load(set, &p.villageRename, "village/rename.html", &failed)
	load(set, &p.agencyList, "agency/list.html", &failed)
	load(set, &p.agencyNew, "agency/new.html", &failed)
	load(set, &p.agencyShow, "agency/show.html", &failed)
	load(set, &p.householdNew, "household/new.html", &failed)
	load(set, &p.householdShow, "household/show.html", &failed)
	load(set, &p.householdWaiting, "household/waiting.html", &failed)
	return failed
}

func load[T any](set *view.Set, into **view.Page[T], name string, failed *error) {
	if *failed == nil {
		*into, *failed = view.NewPage[T](set, templates, "templates/desk.html", "templates/parts.html", "templates/"+name)
	}
}
