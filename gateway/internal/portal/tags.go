package portal

import "github.com/danchu-platform/danchu/gateway/internal/terms"

// Tags of kept pages: what they were made from. The gateway forgets by the same
// names when an event arrives.
const tagDisclosures = "disclosures" // anything about disclosures anywhere

// TagUnit marks what was made from one unit, whatever its era.
func TagUnit(unit string) string { return "unit:" + terms.Code(unit) }

// TagPublication marks what was made from one publication.
func TagPublication(name string) string { return "publication:" + terms.ID(name) }

// TagDisclosures marks what any disclosure may change: lists, totals.
func TagDisclosures() string { return tagDisclosures }

const tagVotes = "votes" // anything about votes anywhere

// TagVotes marks what any vote may change: lists.
func TagVotes() string { return tagVotes }

// TagVote marks what was made from one vote.
func TagVote(name string) string { return "vote:" + terms.ID(name) }
