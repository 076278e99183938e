// Package issuer is the server's side of secret ballots: it makes the RSA key of a
// vote, keeps it sealed, signs blinded tokens with it and lets it go at the close.
//
// Nothing here knows a household. Who may have a signature, and that one household
// gets one, is decided by the caller.
//
// # Why there is no blinding of the base
//
// The message to be signed is chosen by the caller and the time of an answer can be
// measured, so an exponentiation whose time depends on key or message would leak the
// key. The usual remedy is to multiply the message by a random r^e first. Here the
// exponentiation itself is constant-time (filippo.io/bigmod, the code below
// crypto/rsa): memory access and number of steps depend on the sizes only. The same
// choice was made by crypto/rsa itself. Blinding would cost an inversion for each
// signature and hide nothing more.
//
// # What a wrong bit would do
//
// With the Chinese remainder theorem one wrong half gives the key away: the greatest
// common divisor of the modulus and s^e − m is a prime. So every result is raised to
// e again and compared with the message before it leaves, for about 3 % of the time.
package issuer
