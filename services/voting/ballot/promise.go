package ballot

import (
	"fmt"
	"strings"
)

const promiseHead = "danchu.voting.v1.promise"

// PromiseText is what the log's key signs, as a signed note (C2SP signed-note), when
// a ballot was taken:
//
//	danchu.voting.v1.promise ⏎ uuid of the vote ⏎ commitment ⏎
//
// A log that is closed without the commitment has broken a promise that anybody can
// be shown. It can never be read as a checkpoint: its second line is no number.
func PromiseText(vote string, c Commitment) string {
	return promiseHead + "\n" + vote + "\n" + string(c) + "\n"
}

// ParsePromise reads the text of a promise whose signature was verified.
func ParsePromise(text string) (vote string, c Commitment, err error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] != promiseHead || lines[3] != "" || !isUUID(lines[1]) {
		return "", "", fmt.Errorf("%.80q is not the promise of a ballot", text)
	}
	c, err = ParseCommitment(lines[2])
	return lines[1], c, err
}
