package policy_test

import (
	"github.com/danchu-platform/danchu/services/platform/authz/authztest"
	"github.com/danchu-platform/danchu/services/platform/units"
)

func form(name, scope string, level units.Level, public, personal bool) authztest.Resource {
	a := attrs(scope, false, false, public)
	a["personal"] = personal
	return authztest.Resource{Name: name, Type: "Vote", Level: level, OfAgency: scope == "agency", Attrs: a}
}

// halls adds what meetings, papers, candidates, initiatives and forms are asked about.
func halls(resources map[string][]authztest.Resource) {
	for _, action := range []string{"GetMeeting", "ListVoteDocuments", "RecordPlan", "ProposeCandidate", "NominateCandidate", "WithdrawCandidate"} {
		resources[action] = votes
	}
	for _, action := range []string{
		"RecordAttendance", "GetDoorCode", "RecordMotion", "RecordMeetingCount", "IssueBallots", "RecordReturn", "GetPaperBallotBox",
		"EnterTally", "ResolveTally",
	} {
		resources[action] = rolls
	}
	resources["RenderVoteDocument"] = []authztest.Resource{
		form("a public form", "village", units.Village, true, false), form("a form with names", "village", units.Village, true, true),
		form("a form of a draft", "village", units.Village, false, false), form("names in a village's part of the commune's", "commune", units.Village, true, true),
		form("names of an agency's", "agency", "", true, true),
	}
	resources["EndorseInitiative"] = []authztest.Resource{{Name: "of a village", Type: "Initiative", Level: units.Village}}
}
