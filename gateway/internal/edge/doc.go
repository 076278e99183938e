// Package edge is the outermost skin of the gateway: what every request passes
// before any page or call sees it. One list, in this order and for these
// reasons (see gateway.go):
//
//	Measure    counts every answer by route pattern, refusals included
//	Identify   gives the request its id first, so that every refusal below can name it
//	Secure     sets the security headers before anybody can write a status
//	Recover    turns a panic into the same calm error page as any other fault
//	Limit      refuses floods per client and per unit before they cost anything
//	Bound      caps the body and the time of what is left
//	SameOrigin refuses form posts that another site made the browser send
//
// Nothing here knows templates, sessions or services; a refusal is handed to the
// Refuse function the gateway supplies, which draws it as a page or as JSON.
package edge
