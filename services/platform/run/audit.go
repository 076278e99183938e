package run

import (
	"context"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"strconv"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/audit"
	"github.com/danchu-platform/danchu/services/platform/pg"
)

// heads are the -head flags: ends of the chain that somebody kept elsewhere, as `audit verify` printed them.
type heads []audit.Head

// String is what the flag package shows.
func (h *heads) String() string { return "" }

// Set reads "<sequence>:<hash in hexadecimal>".
func (h *heads) Set(text string) error {
	number, digits, _ := strings.Cut(text, ":")
	seq, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return errors.New("must look like 1234:9f86d081…, as `audit verify` printed it")
	}
	hash, err := hex.DecodeString(digits)
	if err != nil || len(hash) == 0 {
		return errors.New("must look like 1234:9f86d081…, as `audit verify` printed it")
	}
	*h = append(*h, audit.Head{Seq: seq, Hash: hash})
	return nil
}

// errBroken says that the chain is not what it was. What is wrong has been printed.
var errBroken = errors.New("the audit chain is broken")

func (spec Spec) auditVerify(ctx context.Context, c call) error {
	var kept heads
	if err := flags(c, "audit verify", func(f *flag.FlagSet) {
		f.Var(&kept, "head", "an end of the chain kept elsewhere, <sequence>:<hash>; may be given several times")
	}); err != nil {
		return err
	}
	return onDatabase(ctx, c, func(ctx context.Context, db *pg.DB) error {
		report, err := audit.Verify(ctx, db, kept...)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(c.out, "%d entries in the chain, %d waiting to be chained\nhead %d:%x\n",
			report.Chained, report.Unchained, report.Head.Seq, report.Head.Hash); err != nil {
			return err
		}
		if report.Bad != nil {
			return fmt.Errorf("%w: %v", errBroken, *report.Bad)
		}
		_, err = fmt.Fprintln(c.out, "whole")
		return err
	})
}
