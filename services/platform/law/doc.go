// Package law holds the rules of grassroots democracy as data.
//
// A number of days, a share of households, a form of disclosure is never
// written into code: it is a Rule with an id, its article and the period in
// which it is in force, kept in rules/*.yaml and read by package lawbook. Code
// asks a Book for a rule as of a date, computes with it and stores what it
// found (Rule.Version, Rule.Basis) beside the result: a change of law never
// silently moves what somebody was already told.
//
// A province or a sector law may lay its own versions over the national ones
// (Book.Overlay), where the rule allows it.
//
// The package is plain standard library, so that the domain rooms may use it.
package law
