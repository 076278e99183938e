package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// doorSlot is how long one code is shown. The one before is good still, for whoever scans while it changes.
const doorSlot = time.Minute

// crockford writes codes people can read off a wall: no I, L, O, U.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// doorCode is the code of a sitting in a slot of time: forty bits of an HMAC, "K7QM-2PXD". It proves presence as well as a
// photo of the screen does not travel in a minute or two; the list at the table stays the record.
func doorCode(key []byte, vote, session string, slot int64) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("danchu.voting.v1.door\n" + vote + "\n" + session + "\n"))
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(slot)))
	text := crockford.EncodeToString(mac.Sum(nil)[:5])
	return text[:4] + "-" + text[4:]
}

// GetDoorCode is the code to show at the door of a sitting now, and until when it is shown.
func (a *Actions) GetDoorCode(ctx context.Context, vote, session string) (code string, until time.Time, err error) {
	v, err := a.Store.Vote(ctx, vote)
	if err != nil {
		return "", until, err
	}
	m, missing := find(a.sittings(v, nil, nil), session)
	if err := a.Policy.Allow(ctx, "GetDoorCode", circleResource(v, m.Village)); err != nil {
		return "", until, err
	}
	if missing != nil {
		return "", until, missing
	}
	if err := met(v); err != nil {
		return "", until, err
	}
	if err := a.atTheDoor(v, m, a.setting()); err != nil {
		return "", until, err
	}
	key, err := a.Store.DoorKey(ctx, vote)
	if err != nil {
		return "", until, err
	}
	slot := a.now().Unix() / int64(doorSlot/time.Second)
	return doorCode(key, vote, m.ID, slot), time.Unix((slot+1)*int64(doorSlot/time.Second), 0), nil
}

// CheckIn marks the caller's own household as present with the code shown at the door. Where a village meets in clusters the
// code says at which.
func (a *Actions) CheckIn(ctx context.Context, cause change.Cause, vote, code string) (MeetingView, error) {
	v, line, err := a.mine(ctx, "CheckIn", vote)
	if err != nil {
		return MeetingView{}, err
	}
	if err := met(v); err != nil {
		return MeetingView{}, err
	}
	key, err := a.Store.DoorKey(ctx, vote)
	if err != nil {
		return MeetingView{}, err
	}
	answer, err := a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		v, err := tx.Vote(ctx, vote)
		if err != nil {
			return Outcome{}, err
		}
		session, err := a.showing(v, line.Village, key, code)
		if err != nil {
			return Outcome{}, err
		}
		return a.sitIn(ctx, tx, v, session, func(ctx context.Context, tx Tx, v Vote, m domain.Meeting, with domain.Setting) (domain.Meeting, []Arrival, error) {
			return a.attend(ctx, tx, v, m, []Presence{{Household: line.Household, Present: true}}, domain.ByCode, with)
		})
	})
	return a.recallMeeting(ctx, v, answer, err)
}

// showing finds the sitting of a circle at whose door the code is shown now or was a moment ago.
func (a *Actions) showing(v Vote, circle string, key []byte, code string) (string, error) {
	given := strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(code))
	slot := a.now().Unix() / int64(doorSlot/time.Second)
	for _, m := range a.sittings(v, nil, nil) {
		for _, s := range []int64{slot, slot - 1} {
			want := strings.ReplaceAll(doorCode(key, v.ID, m.ID, s), "-", "")
			if m.Village == circle && hmac.Equal([]byte(given), []byte(want)) {
				return m.ID, nil
			}
		}
	}
	return "", domain.Refuse(domain.DoorCodeInvalid, "code")
}
