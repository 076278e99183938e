package app

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/danchu-platform/danchu/services/platform/tlog"
	"github.com/danchu-platform/danchu/services/voting/ballot"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
	"github.com/danchu-platform/danchu/services/voting/internal/issuer"
)

// keyBits is the size of a ballot's key.
const keyBits = 2048

// Online is what voting online, and the proof of every vote, is made of: keys, copies of boxes, the caster.
type Online struct {
	store  BoxStore
	clock  func() time.Time
	host   string
	keys   *tlog.Keys
	sealer *issuer.Sealer
	boxes  *boxes
	caster *caster
	sign   chan struct{}    // one token for each blind signature that may be computed at once
	stock  chan *issuer.Key // keys made before they are needed
}

// NewOnline makes it. host is that of the public address, under which logs are named for ever.
func NewOnline(store BoxStore, clock func() time.Time, host string, keys *tlog.Keys, sealer *issuer.Sealer) (*Online, error) {
	if host == "" || keys == nil || sealer == nil {
		return nil, errors.New("voting: the host of the public address, the keys of the logs and the secret of the ballots are required")
	}
	o := &Online{
		store: store, clock: clock, host: host, keys: keys, sealer: sealer,
		sign: make(chan struct{}, runtime.GOMAXPROCS(0)), stock: make(chan *issuer.Key, 2),
	}
	o.boxes = &boxes{read: store.Box, sealer: sealer, all: map[string]*boxCopy{}}
	var err error
	o.caster, err = newCaster(func(ctx context.Context, ballots []SecretBallot) ([]Fate, error) {
		return store.Cast(ctx, o.now(), ballots)
	})
	return o, err
}

// Run lets keys go whose votes are over, until ctx ends.
func (o *Online) Run(ctx context.Context) error {
	tick := time.NewTicker(10 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			o.boxes.tidy(o.now())
		}
	}
}

func (o *Online) now() time.Time { return o.clock().Truncate(time.Microsecond) }

// origin names the log of a vote: its public address without scheme.
func (o *Online) origin(vote string) string { return o.host + logPath(vote) }

func logPath(vote string) string { return "/log/votes/" + vote }

// prepare makes a key before a transaction begins that will need one: it takes a part of a second.
func (o *Online) prepare() error {
	if len(o.stock) > 0 {
		return nil
	}
	key, err := issuer.Generate(keyBits)
	if err != nil {
		return err
	}
	select {
	case o.stock <- key:
	default:
		key.Destroy()
	}
	return nil
}

// newKey takes a key that was made before, or makes one.
func (o *Online) newKey() (*issuer.Key, error) {
	select {
	case key := <-o.stock:
		return key, nil
	default:
		return issuer.Generate(keyBits)
	}
}

// promise signs that the log will hold a commitment.
func (o *Online) promise(origin, vote string, c ballot.Commitment) (string, error) {
	signers, err := o.keys.For(origin)
	if err != nil {
		return "", err
	}
	text, err := note.Sign(&note.Note{Text: ballot.PromiseText(vote, c)}, signers...)
	if err != nil {
		return "", fmt.Errorf("signing a promise: %w", err)
	}
	return string(text), nil
}

// Proof is where the proof of a vote is.
type Proof struct {
	Origin, Path string
	VerifierKey  string // several, with commas, while one replaces another
	BallotKey    string // base64 of the DER
	Destroyed    time.Time
}

// proof is what the page of an announced vote says about its log; none before.
func (o *Online) proof(ctx context.Context, vote string) (*Proof, error) {
	box, err := o.store.Box(ctx, vote)
	if err != nil || box.Log == 0 {
		return nil, err
	}
	keys, err := o.keys.VerifierKeys(box.Origin)
	if err != nil {
		return nil, err
	}
	return &Proof{
		Origin: box.Origin, Path: logPath(vote), VerifierKey: strings.Join(keys, ","), BallotKey: base64.StdEncoding.EncodeToString(box.PublicKey), Destroyed: box.Destroyed,
	}, nil
}

// see adds to a view what the log and the poll say.
func (o *Online) see(ctx context.Context, v View) (View, error) {
	var err error
	if v.Proof, err = o.proof(ctx, v.ID); err != nil {
		return View{}, err
	}
	if v.Current().Form == domain.OnlineForm {
		v.Opinions, err = o.store.Opinions(ctx, v.ID)
	}
	return v, err
}
