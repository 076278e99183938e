package interop

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/danchu-platform/danchu/services/platform/tlog"
	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
)

// impression is what the stranger's program says of a log.
type impression struct {
	Size, Consistent, Index                                  int64
	Witness, Cosigned, CosignedBy, ReceiptAgain, ClosingLine string
	EntriesChecked                                           bool
}

func (h *house) logChecks() []check {
	return []check{
		{"a log of three levels of tiles is rebuilt by Tessera's fsck", h.logRebuilt},
		{"its growth is proved by Tessera's client", h.logGrown},
		{"a witness of others cosigns it and we keep the line", h.logCosigned},
		{"a receipt is verified by the formats of others, offline", h.receiptHeld},
		{"the closed log is verified", h.logClosed},
		{"a changed entry is found by strangers", h.changeFound},
	}
}

// ask runs the stranger's program on the log.
func (h *house) ask(ctx context.Context, arguments ...string) (impression, error) {
	l := h.record
	command := exec.CommandContext(ctx, h.stranger, append([]string{"-url", l.address, "-key", l.key}, arguments...)...)
	said := &lastWords{}
	command.Stderr = said
	out, err := command.Output()
	if err != nil {
		return impression{}, fmt.Errorf("%w: %s", err, said)
	}
	var seen impression
	if err := json.Unmarshal(out, &seen); err != nil {
		return impression{}, fmt.Errorf("reading what the stranger prints: %w", err)
	}
	if !seen.EntriesChecked {
		return impression{}, errors.New("not every entry was read")
	}
	return seen, nil
}

const (
	firstEntries = 66_000 // more than 256 × 256: a third level
	moreEntries  = 500
)

func (h *house) logRebuilt(ctx context.Context) (string, error) {
	if err := h.openRecord(ctx); err != nil {
		return "", err
	}
	if err := h.record.add(ctx, 0, firstEntries); err != nil {
		return "", err
	}
	seen, err := h.ask(ctx)
	if err == nil && seen.Size != firstEntries {
		err = fmt.Errorf("the stranger counts %d entries, not %d", seen.Size, firstEntries)
	}
	return fmt.Sprintf("%d entries and all tiles", seen.Size), err
}

func (h *house) logGrown(ctx context.Context) (string, error) {
	earlier, err := h.record.keep(ctx, "earlier")
	if err != nil {
		return "", err
	}
	if err := h.record.add(ctx, firstEntries, moreEntries); err != nil {
		return "", err
	}
	seen, err := h.ask(ctx, "-older", earlier)
	if err == nil && (seen.Consistent != firstEntries || seen.Size != firstEntries+moreEntries) {
		err = fmt.Errorf("from %d to %d", seen.Consistent, seen.Size)
	}
	return fmt.Sprintf("from %d to %d", seen.Consistent, seen.Size), err
}

// logCosigned lets the stranger be a witness and stores what it signed.
func (h *house) logCosigned(ctx context.Context) (string, error) {
	seen, err := h.ask(ctx, "-cosign")
	if err != nil {
		return "", err
	}
	witness, err := c2sp.NewVerifier(seen.CosignedBy)
	if err != nil {
		return "", err
	}
	h.record.witness = seen.CosignedBy
	kept := tlog.NewCosigners(h.record.db, h.record.keys)
	n, err := kept.Attach(ctx, h.record.id, []byte(seen.Cosigned), []note.Verifier{witness})
	if err == nil && n != 1 {
		err = fmt.Errorf("%d cosignatures are kept", n)
	}
	return witness.Name(), err
}

func (h *house) receiptHeld(ctx context.Context) (string, error) {
	const place = 65_537
	one := entry(place)
	p, err := h.record.reader.Receipt(ctx, h.record.id, one.Key)
	if err != nil {
		return "", err
	}
	receipt, content := filepath.Join(h.record.dir, "receipt.tlog-proof"), filepath.Join(h.record.dir, "entry")
	if err := errors.Join(os.WriteFile(receipt, p.Format(), 0o600), os.WriteFile(content, one.Data, 0o600)); err != nil {
		return "", err
	}
	seen, err := h.ask(ctx, "-receipt", receipt, "-entry", content, "-witness", h.record.witness)
	if err != nil {
		return "", err
	}
	if seen.Index != place || seen.Witness == "" || !bytes.Equal([]byte(seen.ReceiptAgain), p.Format()) {
		return "", fmt.Errorf("the stranger read entry %d, cosigned by %q, and writes it as\n%s", seen.Index, seen.Witness, seen.ReceiptAgain)
	}
	if err := os.WriteFile(content, entry(place+1).Data, 0o600); err != nil {
		return "", err
	}
	if _, err := h.ask(ctx, "-receipt", receipt, "-entry", content, "-witness", h.record.witness); err == nil || !strings.Contains(err.Error(), "not for this entry") {
		return "", fmt.Errorf("with another entry: %w", err)
	}
	return fmt.Sprintf("entry %d, cosigned by %s, written again byte for byte", seen.Index, seen.Witness), nil
}

func (h *house) logClosed(ctx context.Context) (string, error) {
	if err := h.record.end(ctx); err != nil {
		return "", err
	}
	seen, err := h.ask(ctx)
	if err == nil && (seen.ClosingLine != c2sp.Closed || seen.Size != firstEntries+moreEntries) {
		err = fmt.Errorf("%d entries, last line %q", seen.Size, seen.ClosingLine)
	}
	return seen.ClosingLine, err
}

// changeFound does what only the owner of the database can.
func (h *house) changeFound(ctx context.Context) (string, error) {
	_, err := h.record.db.Pool().Exec(ctx, `ALTER TABLE tlog_leaf DISABLE TRIGGER ALL; UPDATE tlog_leaf SET data = 'x' WHERE idx = 40000`)
	if err != nil {
		return "", err
	}
	_, err = h.ask(ctx)
	if err == nil {
		return "", errors.New("the stranger did not see it")
	}
	return "refused", nil
}
