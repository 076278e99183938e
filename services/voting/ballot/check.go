package ballot

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// MaxHouseholds is the most a vote may claim: ten times those of the largest province.
const MaxHouseholds = 10_000_000

func (l VoteLeaf) check() error {
	switch {
	case !isUUID(l.Vote):
		return fmt.Errorf("%.80q is not the uuid of a vote", l.Vote)
	case l.Form != "MEETING" && l.Form != "PAPER" && l.Form != "ONLINE":
		return fmt.Errorf("%.80q is no form", l.Form)
	case l.Method != "SHOW_OF_HANDS" && l.Method != "OPEN_BALLOT" && l.Method != "SECRET_BALLOT":
		return fmt.Errorf("%.80q is no method", l.Method)
	case !isHex(l.RulesSHA256, sha256.Size):
		return errors.New("rules_sha256 is not 64 hexadecimal digits")
	case l.Households < 0 || l.Households > MaxHouseholds:
		return fmt.Errorf("%d households cannot be", l.Households)
	case l.Threshold.Total < 0 || l.Threshold.Total > MaxHouseholds || l.Threshold.Needed < 0:
		return errors.New("the threshold has numbers that cannot be")
	case strings.ContainsAny(l.Threshold.Rule+l.Threshold.Share, "\t\n"):
		return errors.New("the threshold names no rule")
	}
	if err := l.Choices().Check(); err != nil {
		return err
	}
	if !l.Secret() {
		if l.Key != "" {
			return errors.New("a vote without secret ballots online has no key")
		}
		return nil
	}
	_, err := l.SPKI()
	return err
}

// SPKI is the public key of the ballot in DER; an error when there is none or it is
// not one that ParseKey takes.
func (l VoteLeaf) SPKI() ([]byte, error) {
	der, err := base64.StdEncoding.Strict().DecodeString(l.Key)
	if err != nil || base64.StdEncoding.EncodeToString(der) != l.Key {
		return nil, errors.New("the key of the vote is not base64")
	}
	if _, err := ParseKey(der); err != nil {
		return nil, err
	}
	return der, nil
}

func (l BallotLeaf) check() error {
	_, err := ParseCommitment(string(l.Commitment))
	return err
}

func (l ClosedLeaf) check() error {
	if l.Ballots < 0 || l.Credentials < 0 {
		return errors.New("it has numbers below nothing")
	}
	return nil
}

func (l OpeningLeaf) check() error {
	if _, err := ParseCommitment(string(l.Commitment)); err != nil {
		return err
	}
	for one := range strings.SplitSeq(l.Choice, ",") {
		if !isOption(one) || len(l.Choice) > MaxChoice {
			return fmt.Errorf("%.80q is no choice", l.Choice)
		}
	}
	if n := 8 * len(l.Signature); !l.Open() && (n < MinKeyBits || n > MaxKeyBits) {
		return fmt.Errorf("a signature has no %d bits", n)
	}
	return nil
}

func (l KeyDestroyedLeaf) check() error {
	if !isHex(l.KeySHA256, sha256.Size) {
		return errors.New("key_sha256 is not 64 hexadecimal digits")
	}
	return nil
}

func (l ResultLeaf) check() error {
	if l.Participants < 0 || l.Invalid < 0 || l.NotReturned < 0 || l.Needed < 0 || l.Approving < 0 {
		return errors.New("it has numbers below nothing")
	}
	for _, c := range l.Counts {
		if c.Votes < 0 || !isOption(c.Option) {
			return fmt.Errorf("the count of %.80q cannot be", c.Option)
		}
	}
	return nil
}

func (l DecisionLeaf) check() error {
	if !isHex(l.SHA256, sha256.Size) {
		return errors.New("sha256 is not 64 hexadecimal digits")
	}
	return nil
}

// isUUID reports whether text is a uuid in lower case.
func isUUID(text string) bool {
	parts := strings.Split(text, "-")
	if len(parts) != 5 {
		return false
	}
	for i, n := range []int{4, 2, 2, 2, 6} {
		if !isHex(parts[i], n) {
			return false
		}
	}
	return true
}
