package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// postgresRoot gathers PostgreSQL as Debian installed it on this machine: the server, initdb, the extensions of the
// package, the libraries they need, time zones, the C.UTF-8 locale, and /bin/sh, which initdb calls. About 70 MiB.
//
// Left out: bitcode and the LLVM JIT (100 MiB of libraries for queries that this product does not have), the clients,
// the man pages.
func postgresRoot() ([]entry, error) {
	home, err := newestPostgres()
	if err != nil {
		return nil, err
	}
	version := filepath.Base(home)
	shell, err := filepath.EvalSymlinks("/bin/sh")
	if err != nil {
		return nil, err
	}
	entries := []entry{
		{path: "/bin/sh", mode: 0o555, source: shell},
		{path: "/usr/lib/postgresql/current", mode: 0o777, link: version},
	}
	for _, program := range []string{"postgres", "initdb", "pg_isready"} {
		path := filepath.Join(home, "bin", program)
		entries = append(entries, entry{path: path, mode: 0o555, source: path})
	}
	for _, dir := range []string{filepath.Join(home, "lib"), "/usr/share/postgresql/" + version, "/usr/share/zoneinfo", "/usr/lib/locale/C.utf8"} {
		files, err := tree(dir)
		if err != nil {
			return nil, err
		}
		entries = append(entries, files...)
	}
	libraries, err := librariesOf(entries)
	if err != nil {
		return nil, err
	}
	return append(entries, libraries...), nil
}

func newestPostgres() (string, error) {
	homes, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if len(homes) == 0 {
		return "", errors.New("no PostgreSQL under /usr/lib/postgresql: apt-get install postgresql")
	}
	return filepath.Dir(filepath.Dir(homes[len(homes)-1])), nil
}

// tree lists the files under dir, links followed, without what the image leaves out.
func tree(dir string) ([]entry, error) {
	var files []entry
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && (name == "bitcode" || name == "man" || name == "pgxs" || name == "right" || name == "posix") {
			return filepath.SkipDir
		}
		if d.IsDir() || strings.HasPrefix(name, "llvmjit") {
			return nil
		}
		target, err := filepath.EvalSymlinks(path)
		if err != nil {
			return err
		}
		info, err := os.Stat(target)
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() {
			return nil
		}
		files = append(files, entry{path: path, mode: 0o444 | info.Mode()&0o111, source: target})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", dir, err)
	}
	return files, nil
}
