package tlogclient

import (
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
)

// Trust is what a reader knows of a log beforehand.
type Trust struct {
	origin    string
	keys      []note.Verifier
	witnesses []note.Verifier
	quorum    int
}

// NewTrust takes the name of the log, its public keys (name+id+base64, several
// while one is being replaced), those of witnesses, and how many of the witnesses
// must have cosigned. With no witnesses the quorum is 0: then a log that shows
// different people different things is found only by comparing their checkpoints.
func NewTrust(origin string, keys, witnesses []string, quorum int) (Trust, error) {
	t := Trust{origin: origin, quorum: quorum}
	if err := c2sp.CheckOrigin(origin); err != nil {
		return Trust{}, err
	}
	for _, text := range keys {
		v, err := c2sp.NewVerifier(text)
		if err != nil {
			return Trust{}, err
		}
		if c2sp.IsWitness(v) {
			return Trust{}, fmt.Errorf("the key of %s is a witness's and cannot be the log's", v.Name())
		}
		t.keys = append(t.keys, v)
	}
	names := map[string]bool{}
	for _, text := range witnesses {
		v, err := c2sp.NewVerifier(text)
		if err != nil {
			return Trust{}, err
		}
		if !c2sp.IsWitness(v) || names[v.Name()] {
			return Trust{}, fmt.Errorf("the key of %s is not that of one more witness", v.Name())
		}
		names[v.Name()] = true
		t.witnesses = append(t.witnesses, v)
	}
	if len(t.keys) == 0 {
		return Trust{}, errors.New("at least one key of the log is needed")
	}
	if quorum < 0 || quorum > len(t.witnesses) {
		return Trust{}, fmt.Errorf("%d of %d witnesses cannot be asked for", quorum, len(t.witnesses))
	}
	return t, nil
}

// Witness is who cosigned a checkpoint, and when.
type Witness struct {
	Name string
	At   time.Time
}

// Signed is a checkpoint whose signatures hold.
type Signed struct {
	c2sp.Checkpoint
	// Witnesses known to the reader that cosigned it.
	Witnesses []Witness
	// Note is the signed text, byte for byte: keep it, it is the evidence.
	Note []byte
}

// Open verifies a signed checkpoint: the log's signature and the quorum.
func (t Trust) Open(signed []byte) (Signed, error) {
	// The log's keys alone must open it: a witness's line is no signature of the log.
	checkpoint, _, err := c2sp.OpenCheckpoint(signed, t.origin, t.keys...)
	if err != nil {
		return Signed{}, err
	}
	s := Signed{Checkpoint: checkpoint, Note: signed}
	if len(t.witnesses) == 0 {
		return s, nil
	}
	_, n, err := c2sp.OpenCheckpoint(signed, t.origin, append(t.witnesses[:len(t.witnesses):len(t.witnesses)], t.keys...)...)
	if err != nil {
		return Signed{}, err
	}
	for _, one := range n.Sigs {
		for _, w := range t.witnesses {
			if w.Name() != one.Name || w.KeyHash() != one.Hash {
				continue
			}
			at, err := c2sp.CosignedAt(one)
			if err != nil {
				return Signed{}, err
			}
			s.Witnesses = append(s.Witnesses, Witness{Name: one.Name, At: at})
		}
	}
	if len(s.Witnesses) < t.quorum {
		return Signed{}, fmt.Errorf("%d of the witnesses known have cosigned the checkpoint, %d are needed", len(s.Witnesses), t.quorum)
	}
	return s, nil
}

// Receipt is what a receipt proves.
type Receipt struct {
	Signed
	// Index is the entry's place in the log.
	Index int64
	// Extra is what came along; nothing proves it.
	Extra []byte
}

// VerifyReceipt checks, without any network, that entry is in the log as the
// file (tlog-proof) says, under a checkpoint with the signatures needed.
func (t Trust) VerifyReceipt(file, entry []byte) (Receipt, error) {
	p, err := c2sp.ParseProof(file)
	if err != nil {
		return Receipt{}, err
	}
	s, err := t.Open(p.Checkpoint)
	if err != nil {
		return Receipt{}, err
	}
	if p.Index >= s.Size {
		return Receipt{}, fmt.Errorf("the receipt is for entry %d of a log of %d", p.Index, s.Size)
	}
	if err := tlog.CheckRecord(p.Hashes, s.Size, s.Root, p.Index, tlog.RecordHash(entry)); err != nil {
		return Receipt{}, fmt.Errorf("this is not entry %d of the log: the proof does not lead to the signed root", p.Index)
	}
	return Receipt{Signed: s, Index: p.Index, Extra: p.Extra}, nil
}
