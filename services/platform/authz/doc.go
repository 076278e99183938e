// Package authz answers whether the caller may, from policies that can be read aloud.
//
// Each service keeps its policies as Cedar text (https://www.cedarpolicy.com) with one action for each of its RPCs, of the same
// name. What no policy permits is refused; what a policy forbids stays refused whatever permits it.
//
//	permit (principal, action == Danchu::Action::"PublishPublication", resource)
//	when { principal.commune_chair.contains(resource.unit) && principal.subject != resource.author };
//
// What a policy can see:
//
//   - principal, a Danchu::Person named by the caller's subject: signed_in (Bool), service (Bool: a program), subject and
//     person_key (String), and for each role of [Roles] the set of units – for agency roles of agencies – for which the
//     caller holds it today. A role nobody gave is an empty set, never absent.
//   - resource, a Danchu::<Type>: unit and agency, which are always there (Danchu::Unit::"" when it has none), and the
//     attributes its service adds.
//   - the tree. principal.commune_officer.contains(resource.unit) is “in the very unit”; resource.unit in
//     principal.province_inspector is “in that unit or anywhere below”, where records of a unit that is no more are also below the
//     units that came after it. An agency is below its unit.
//
// Roles come from the copy of directory's bindings (package units) and so change within a second, without a new sign-in. A copy that
// has not been told anything yet gives nobody a role: it fails closed.
package authz
