// Package ballot holds the formats of a provable vote, and the voter's side of the
// secret one. Server, browser, recount and strangers agree here and nowhere else.
//
//	voter's device                       server                        log of the vote
//	──────────────                       ──────                        ───────────────
//	token, blinded ── signed in ───────▶ signs it unseen, once
//	               ◀─ blind signature ──  per household
//	unblinds, checks
//	   …later, without a name…
//	token, signature,
//	choice, salt ──────────────────────▶ checks the signature, ───────▶ {"t":"ballot","c":…}
//	               ◀─ promise, proof ───  refuses a used token
//	                                     at the close ────────────────▶ all openings
//
// The signature is RFC 9474, RSABSSA-SHA384-PSS-Randomized: to everybody but the
// voter an ordinary RSA-PSS signature, and even with the private key nobody can tell
// which blinded message it came from.
//
// A leaf of the log is one line of JSON that can be written in one way only; Parse
// refuses every other. The package imports the standard library and circl, so that
// whoever wants to check us need not trust the rest of this house.
package ballot
