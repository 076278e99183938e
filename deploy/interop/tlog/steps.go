package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"strings"

	formats "github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	tlogproof "github.com/transparency-dev/formats/proof"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"
)

// everything reads every entry and every tile and builds the tree again.
func (a asked) everything(ctx context.Context, log *client.HTTPFetcher, key note.Verifier, f *finding) error {
	check := fsck.New(key.Name(), key, log, hashes, fsck.Opts{N: 4})
	if err := check.Check(ctx); err != nil {
		return fmt.Errorf("Tessera's fsck: %w", err)
	}
	head, _, n, err := client.FetchCheckpoint(ctx, log.ReadCheckpoint, key, key.Name())
	if err != nil {
		return fmt.Errorf("the checkpoint: %w", err)
	}
	f.Size, f.EntriesChecked = head.Size, true
	if lines := strings.SplitN(n.Text, "\n", 4); len(lines) == 4 {
		f.ClosingLine = strings.TrimSuffix(lines[3], "\n")
	}
	return nil
}

func hashes(bundle []byte) ([][]byte, error) {
	var entries api.EntryBundle
	if err := entries.UnmarshalText(bundle); err != nil {
		return nil, err
	}
	var all [][]byte
	for _, entry := range entries.Entries {
		all = append(all, rfc6962.DefaultHasher.HashLeaf(entry))
	}
	return all, nil
}

// grown proves that the newest checkpoint contains all that an earlier one had.
func (a asked) grown(ctx context.Context, log *client.HTTPFetcher, key note.Verifier, f *finding) error {
	text, err := os.ReadFile(a.older)
	if err != nil {
		return err
	}
	older, _, _, err := formats.ParseCheckpoint(text, key.Name(), key)
	if err != nil {
		return fmt.Errorf("the earlier checkpoint: %w", err)
	}
	newer, _, _, err := client.FetchCheckpoint(ctx, log.ReadCheckpoint, key, key.Name())
	if err != nil {
		return fmt.Errorf("the checkpoint: %w", err)
	}
	builder, err := client.NewProofBuilder(ctx, newer.Size, log.ReadTile)
	if err != nil {
		return err
	}
	steps, err := builder.ConsistencyProof(ctx, older.Size, newer.Size)
	if err != nil {
		return err
	}
	if err := proof.VerifyConsistency(rfc6962.DefaultHasher, older.Size, newer.Size, steps, older.Hash, newer.Hash); err != nil {
		return fmt.Errorf("the log did not grow from %d to %d entries: %w", older.Size, newer.Size, err)
	}
	f.Consistent = older.Size
	return nil
}

// held verifies a receipt without the network.
func (a asked) held(_ context.Context, _ *client.HTTPFetcher, key note.Verifier, f *finding) error {
	text, err := os.ReadFile(a.receipt)
	if err != nil {
		return err
	}
	entry, err := os.ReadFile(a.entry)
	if err != nil {
		return err
	}
	var receipt tlogproof.TLogProof
	if err := receipt.Unmarshal(text); err != nil {
		return fmt.Errorf("the receipt: %w", err)
	}
	var witnesses []note.Verifier
	if a.witness != "" {
		w, err := fnote.NewVerifierForCosignatureV1(a.witness)
		if err != nil {
			return fmt.Errorf("the witness's key: %w", err)
		}
		witnesses = append(witnesses, w)
	}
	head, _, n, err := formats.ParseCheckpoint(receipt.Checkpoint, key.Name(), key, witnesses...)
	if err != nil {
		return fmt.Errorf("the receipt's checkpoint: %w", err)
	}
	if len(n.Sigs) != 1+len(witnesses) {
		return fmt.Errorf("the receipt's checkpoint has %d known signatures, not %d", len(n.Sigs), 1+len(witnesses))
	}
	for _, s := range n.Sigs {
		if a.witness == "" || s.Name == key.Name() {
			continue
		}
		f.Witness = s.Name
		if f.CosignedAt, err = fnote.CoSigV1Timestamp(s); err != nil {
			return err
		}
	}
	var steps [][]byte
	for i := range receipt.Hashes {
		steps = append(steps, receipt.Hashes[i][:])
	}
	if err := proof.VerifyInclusion(rfc6962.DefaultHasher, receipt.Index, head.Size, rfc6962.DefaultHasher.HashLeaf(entry), steps, head.Hash); err != nil {
		return fmt.Errorf("the receipt is not for this entry: %w", err)
	}
	f.Index, f.ReceiptAgain = receipt.Index, string(receipt.Marshal())
	return nil
}

// attest does what a witness does, with a key made for the occasion.
func (a asked) attest(ctx context.Context, log *client.HTTPFetcher, key note.Verifier, f *finding) error {
	private, public, err := note.GenerateKey(rand.Reader, "stranger.example/witness")
	if err != nil {
		return err
	}
	signer, err := fnote.NewSignerForCosignatureV1(private)
	if err != nil {
		return err
	}
	if f.CosignedBy, err = fnote.VKeyToCosignatureV1(public); err != nil {
		return err
	}
	_, _, n, err := client.FetchCheckpoint(ctx, log.ReadCheckpoint, key, key.Name())
	if err != nil {
		return err
	}
	cosigned, err := note.Sign(n, signer)
	f.Cosigned = string(cosigned)
	return err
}
