// Package fault is the one way in which things go wrong here.
//
// There are few kinds ([Kind]), each with one meaning, one gRPC code and one HTTP status. What exactly went wrong is a
// reason: an upper-case word that the API documents (enum ErrorReason of each service) and that programs may compare.
// The sentence for people is looked up by the reason at the very front, in the reader's language; nothing below it
// writes prose.
//
//	return fault.New(fault.Refused, "POSTING_TOO_SHORT",
//		fault.Field("forms[1].to"), fault.Param("days", "30"), fault.Basis("Điều 12 khoản 3 Luật 10/2022/QH15"))
//
// A sentence tells the field, the rule and the remedy. An error that is not a fault is one nobody foresaw: outside it
// becomes "internal error", inside it is one log line. It never shows its text to a caller, because the text of a
// driver or a library may carry personal data.
package fault
