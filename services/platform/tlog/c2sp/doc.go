// Package c2sp holds the texts and bytes of a transparency log as C2SP specifies
// them: checkpoints (tlog-checkpoint), tiles and entry bundles (tlog-tiles),
// proofs (tlog-proof), witness cosignatures (tlog-cosignature, Ed25519).
//
// Everything here is pure: the log writes with it, the client reads with it, and
// a stranger can read it in one sitting. Parsers are strict. There is one way to
// write a number, a path or a hash, and every other way is refused, so that two
// readers never see different things in the same bytes.
package c2sp
