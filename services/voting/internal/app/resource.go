package app

import (
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// What the policies see of a vote. The attributes are described in internal/policy.

// matterResource is a vote that is yet to be, on a matter of a body.
func matterResource(body domain.Body, m domain.Matter) authz.Resource {
	return authz.Resource{Type: "Vote", Unit: units.Key(body.Unit), Agency: body.Agency, Attrs: map[string]any{
		"scope": string(m.Scope), "head": m.OfHead(), "board": m.Scope == domain.Village && m.Item == domain.ItemBoards, "public": false,
	}}
}

// voteResource hides what is not announced: a stranger cannot tell a draft from nothing, who may read it is told why not.
func voteResource(v Vote) authz.Resource {
	r := matterResource(v.Body, v.Matter)
	r.ID, r.Attrs["public"] = v.ID, v.Public()
	r.Hidden, r.Read = !v.Public(), "GetVote"
	return r
}

// circleResource is the part of a vote that one village does: its roll, its meeting, its count. In a vote of the commune the
// village's own people see and do that part, and no other's.
func circleResource(v Vote, circle string) authz.Resource {
	r := voteResource(v)
	if v.Matter.Scope == domain.Commune && circle != "" {
		r.Unit = units.Key(circle)
	}
	return r
}

// deskResource is the desk of a unit or agency.
func deskResource(body domain.Body) authz.Resource {
	return authz.Resource{Type: "Desk", ID: body.Unit, Unit: units.Key(body.Unit), Agency: body.Agency}
}

// names of resources
func voteName(id string) string { return "votes/" + id }
