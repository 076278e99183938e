// Command tlog-stranger checks a transparency log with the programs of others alone: Tessera's fsck and client, the formats of
// transparency-dev. It knows an address and a key and shares no code with the product; it is a module of its own, so that
// what it brings along stays here. It prints one JSON line, or says on the error stream what does not hold.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/url"
	"os"
	"time"

	"github.com/transparency-dev/tessera/client"
	"golang.org/x/mod/sumdb/note"
)

// finding is what the stranger saw.
type finding struct {
	Size           uint64    `json:"size"`
	Consistent     uint64    `json:"consistent,omitempty"`     // size of the earlier checkpoint that it grew from
	Index          uint64    `json:"index"`                    // of the receipt's entry
	Witness        string    `json:"witness,omitempty"`        // who cosigned the receipt's checkpoint
	Cosigned       string    `json:"cosigned,omitempty"`       // the newest checkpoint, cosigned by the stranger
	CosignedBy     string    `json:"cosignedBy,omitempty"`     // the stranger's public key
	CosignedAt     time.Time `json:"cosignedAt,omitzero"`      // by the receipt's witness
	ReceiptAgain   string    `json:"receiptAgain,omitempty"`   // the receipt, read and written again
	ClosingLine    string    `json:"closingLine,omitempty"`    // what follows the root in the checkpoint
	EntriesChecked bool      `json:"entriesChecked,omitempty"` // every entry and every tile was read
}

type asked struct {
	address, key, older, receipt, entry, witness string
	cosign                                       bool
}

func main() {
	var a asked
	flag.StringVar(&a.address, "url", "", "address of the log")
	flag.StringVar(&a.key, "key", "", "public key of the log, name+id+base64")
	flag.StringVar(&a.older, "older", "", "file with an earlier checkpoint that the log must have grown from")
	flag.StringVar(&a.receipt, "receipt", "", "file with a receipt (tlog-proof)")
	flag.StringVar(&a.entry, "entry", "", "file with the entry that the receipt is for")
	flag.StringVar(&a.witness, "witness", "", "public key of the witness that must have cosigned the receipt's checkpoint")
	flag.BoolVar(&a.cosign, "cosign", false, "cosign the newest checkpoint with a new key")
	flag.Parse()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	found, err := a.look(ctx)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(found)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "tlog-stranger: %v\n", err)
		os.Exit(1)
	}
}

func (a asked) look(ctx context.Context) (finding, error) {
	var f finding
	address, err := url.Parse(a.address + "/")
	if err != nil {
		return f, err
	}
	log, err := client.NewHTTPFetcher(address, nil)
	if err != nil {
		return f, err
	}
	key, err := note.NewVerifier(a.key)
	if err != nil {
		return f, fmt.Errorf("the log's key: %w", err)
	}
	for _, step := range []struct {
		wanted bool
		do     func(context.Context, *client.HTTPFetcher, note.Verifier, *finding) error
	}{{true, a.everything}, {a.older != "", a.grown}, {a.receipt != "", a.held}, {a.cosign, a.attest}} {
		if !step.wanted {
			continue
		}
		if err := step.do(ctx, log, key, &f); err != nil {
			return f, err
		}
	}
	return f, nil
}
