package ballot

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Commitment is what the log holds of a ballot while voting lasts: 64 lower-case
// hexadecimal digits. The salt hides the choice, the hash binds it.
type Commitment string

// Commit is the commitment of a secret ballot: SHA-256 over
//
//	danchu.voting.v1.ballot ⏎ uuid of the vote ⏎ SHA-256(token) in hex ⏎ choice ⏎ salt in hex ⏎
//
// No field can hold a line feed, so no two ballots have one text.
func Commit(vote string, token Token, choice string, salt [SaltSize]byte) Commitment {
	digest := token.Digest()
	return commit("danchu.voting.v1.ballot", vote, hex.EncodeToString(digest[:]), choice, hex.EncodeToString(salt[:]))
}

// CommitOpen is the commitment of a ballot in an open vote, without a token:
//
//	danchu.voting.v1.open_ballot ⏎ uuid of the vote ⏎ choice ⏎ salt in hex ⏎
//
// The server draws the salt and gives it with the receipt; two ballots never share one.
func CommitOpen(vote, choice string, salt [SaltSize]byte) Commitment {
	return commit("danchu.voting.v1.open_ballot", vote, choice, hex.EncodeToString(salt[:]))
}

func commit(lines ...string) Commitment {
	text := make([]byte, 0, 320)
	for _, line := range lines {
		text = append(append(text, line...), '\n')
	}
	sum := sha256.Sum256(text)
	return Commitment(hex.EncodeToString(sum[:]))
}

// ParseCommitment refuses everything but 64 lower-case hexadecimal digits.
func ParseCommitment(text string) (Commitment, error) {
	if !isHex(text, sha256.Size) {
		return "", fmt.Errorf("%.80q is not a commitment: 64 lower-case hexadecimal digits are needed", text)
	}
	return Commitment(text), nil
}

// isHex reports whether text is n bytes in lower-case hexadecimal.
func isHex(text string, n int) bool {
	if len(text) != 2*n {
		return false
	}
	for i := range len(text) {
		if c := text[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
