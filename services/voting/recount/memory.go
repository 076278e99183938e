package recount

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Memory is what a computer remembers of logs between recounts, so that a log that is
// rewritten is seen by whoever looked before. It is a small JSON file.
type Memory struct {
	path string
	Logs map[string]Remembered `json:"logs"`
}

// Remembered is one log, by the address it was read at.
type Remembered struct {
	Keys       []string `json:"keys"`
	Checkpoint string   `json:"checkpoint"`
}

// maxMemory is the most bytes read of the file.
const maxMemory = 16 << 20

// OpenMemory reads the file; one that does not exist yet is empty.
func OpenMemory(path string) (*Memory, error) {
	m := &Memory{path: path, Logs: map[string]Remembered{}}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return nil, fmt.Errorf("what was remembered: %w", err)
	}
	if info.Size() > maxMemory {
		return nil, fmt.Errorf("what was remembered: %s has more than %d bytes", path, maxMemory)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("what was remembered: %w", err)
	}
	if err := json.Unmarshal(data, m); err != nil {
		return nil, fmt.Errorf("what was remembered: %s: %w", path, err)
	}
	if m.Logs == nil {
		m.Logs = map[string]Remembered{}
	}
	return m, nil
}

// Keep remembers the checkpoint of a report, unless the log broke its promises: then
// the older checkpoint is the evidence and stays.
func (m *Memory) Keep(place Place, r *Report) error {
	for _, c := range r.Checks {
		if (c.Promise == LogSigned || c.Promise == LogGrew) && c.Outcome == Broken || c.Promise == LogSigned && c.Outcome != Kept {
			return nil
		}
	}
	keys := r.Keys
	if len(r.Offered) > 0 {
		keys = r.Offered // a key that is being replaced is announced by a log that the old key still signs
	}
	m.Logs[place.name()] = Remembered{Keys: keys, Checkpoint: r.Checkpoint}
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("remembering: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(m.path), 0o700); err != nil {
		return fmt.Errorf("remembering: %w", err)
	}
	next := m.path + ".new"
	if err := os.WriteFile(next, append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("remembering: %w", err)
	}
	if err := os.Rename(next, m.path); err != nil {
		return fmt.Errorf("remembering: %w", err)
	}
	return nil
}

// Of finds the log of a vote by the address somebody asked for, whatever name the
// server gives it now.
func (m *Memory) Of(place Place) (Remembered, bool) {
	r, ok := m.Logs[place.name()]
	return r, ok
}
