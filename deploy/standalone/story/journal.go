package story

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// Entry is one change that an instance said was carried out.
type Entry struct {
	Who      string          `json:"who"`              // who asked
	Method   string          `json:"method,omitempty"` // empty for what was done with a form
	Path     string          `json:"path,omitempty"`   //
	ID       string          `json:"id,omitempty"`     // request id
	Ask      json.RawMessage `json:"ask,omitempty"`    // the request as it was sent
	Digest   string          `json:"digest,omitempty"` // SHA-256 of it
	Resource string          `json:"resource"`         // what was answered
	Etag     string          `json:"etag,omitempty"`   //
	Mark     string          `json:"mark,omitempty"`   // a text that must exist exactly once
}

// Journal is a file of entries. An entry is on the disk before anybody is told of it. A nil journal keeps nothing.
type Journal struct {
	mu   sync.Mutex
	file *os.File
}

// OpenJournal appends to a file; it is made when it does not exist.
func OpenJournal(path string) (*Journal, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return &Journal{file: file}, nil
}

// Close closes the file.
func (j *Journal) Close() error {
	if j == nil {
		return nil
	}
	return j.file.Close()
}

// add keeps a change that was carried out. Changes without a request id can be repeated and are not kept, save those that say so.
func (j *Journal) add(who string, c change, body []byte) error {
	if j == nil || c.id == "" && !c.kept || c.named == nil {
		return nil
	}
	sum := sha256.Sum256(body)
	return j.write(Entry{
		Who: who, Method: c.method, Path: c.path, ID: c.id, Ask: body, Digest: hex.EncodeToString(sum[:]),
		Resource: c.named(), Etag: c.seen(), Mark: c.mark,
	})
}

// note keeps what was done with a form of the portal.
func (j *Journal) note(who, resource, etag, mark string) error {
	if j == nil {
		return nil
	}
	return j.write(Entry{Who: who, Resource: resource, Etag: etag, Mark: mark})
}

func (j *Journal) write(e Entry) error {
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if _, err := j.file.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("keeping the journal: %w", err)
	}
	return j.file.Sync()
}

// ReadJournal reads what was kept. A last line that was cut off by the death of the writer is left out: nobody was told of it.
func ReadJournal(path string) ([]Entry, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	var entries []Entry
	lines := bufio.NewReader(file)
	for {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return entries, nil
		}
		if err != nil {
			return nil, err
		}
		var e Entry
		if err := json.Unmarshal(line, &e); err != nil {
			return nil, fmt.Errorf("line %d of %s: %w", len(entries)+1, path, err)
		}
		entries = append(entries, e)
	}
}
