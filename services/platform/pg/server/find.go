package server

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// MinVersion is the oldest major version of PostgreSQL the schema works on.
const MinVersion = 15

// ErrNoBinaries says that no PostgreSQL server was found on this machine.
var ErrNoBinaries = errors.New("no PostgreSQL server programs found (looked for initdb in the folder given, PATH, /usr/lib/postgresql/*/bin, Homebrew); " +
	"on Debian and Ubuntu: apt-get install postgresql; on macOS: brew install postgresql@17")

// Find returns the folder with initdb, postgres and pg_ctl: the one given
// (usually PG_BIN) when it is not empty, else the newest of PATH, the folders
// of Debian, Fedora and Homebrew. ErrNoBinaries when there is none of at least
// MinVersion.
func Find(given string) (string, error) {
	if given != "" {
		if _, err := major(given); err != nil {
			return "", fmt.Errorf("PostgreSQL programs in %s: %w", given, err)
		}
		return given, nil
	}
	var places []string
	if path, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			places = append(places, filepath.Dir(real))
		}
	}
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin",
		"/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin", "/usr/local/pgsql/bin",
	} {
		found, _ := filepath.Glob(pattern)
		places = append(places, found...)
	}
	best, bestVersion := "", 0
	for _, place := range slices.Compact(places) {
		if version, err := major(place); err == nil && version > bestVersion {
			best, bestVersion = place, version
		}
	}
	if bestVersion < MinVersion {
		return "", ErrNoBinaries
	}
	return best, nil
}

// major asks the postgres program in dir for its major version.
func major(dir string) (int, error) {
	for _, program := range []string{"initdb", "pg_ctl"} {
		if _, err := os.Stat(filepath.Join(dir, program)); err != nil {
			return 0, err
		}
	}
	out, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return 0, err
	}
	// "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
	for _, word := range strings.Fields(string(out)) {
		number, _, _ := strings.Cut(word, ".")
		if n, err := strconv.Atoi(strings.TrimRight(number, "abcdeghilrtv")); err == nil {
			return n, nil
		}
	}
	return 0, fmt.Errorf("unknown version %q", strings.TrimSpace(string(out)))
}
