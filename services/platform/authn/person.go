package authn

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// personKeyPrefix tells a person key from a subject wherever both may stand.
const personKeyPrefix = "pk:"

// PersonKey turns a national id number (số định danh cá nhân, 12 digits: Luật Căn cước 26/2023/QH15 Điều 12) into the keyed hash under
// which the platform knows the person: "pk:" and 64 hexadecimal digits. The same number gives the same key however
// it was spaced. Without the secret the key cannot be turned back, although there are few enough numbers to try them all.
//
// The error is a fault of kind Invalid on field national_id and never contains the number.
func PersonKey(secret []byte, number string) (string, error) {
	if len(secret) < 32 {
		return "", errors.New("person key: the secret must have at least 32 bytes")
	}
	digits, err := normaliseNationalID(number)
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(digits))
	return personKeyPrefix + hex.EncodeToString(mac.Sum(nil)), nil
}

// IsPersonKey tells whether s has the form of a person key rather than of a subject.
func IsPersonKey(s string) bool {
	return strings.HasPrefix(s, personKeyPrefix) && len(s) == len(personKeyPrefix)+2*sha256.Size
}

func normaliseNationalID(number string) (string, error) {
	digits := strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '.' || r == '-' || r == '\t' || r == '\u00a0':
			return -1
		case r >= '０' && r <= '９': // full-width digits, as some input methods give
			return r - '０' + '0'
		default:
			return r
		}
	}, strings.TrimSpace(number))
	for _, r := range digits {
		if r < '0' || r > '9' {
			return "", nationalIDFault("NATIONAL_ID_NOT_DIGITS")
		}
	}
	switch {
	case len(digits) == 9:
		// The old identity card. It cannot be converted: the person has a 12-digit number of their own.
		return "", nationalIDFault("NATIONAL_ID_OLD_CARD")
	case len(digits) != 12:
		return "", nationalIDFault("NATIONAL_ID_LENGTH")
	case digits[:3] < "001" || digits[:3] > "096":
		// The first three digits are the province or country code of birth registration; provinces run from 001 to 096,
		// countries follow from 101 (Thông tư 59/2021/TT-BCA, phụ lục I and II).
		if digits[:3] < "101" || digits[:3] > "400" {
			return "", nationalIDFault("NATIONAL_ID_PLACE")
		}
	}
	return digits, nil
}

func nationalIDFault(reason string) error {
	return fault.New(fault.Invalid, reason, fault.Field("national_id"))
}
