package main

import (
	"debug/elf"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// librariesOf finds every shared library that the programs and libraries among the entries need, and what those need,
// with the loader that reads them first. It asks the files themselves, not ldd, which would run them.
func librariesOf(entries []entry) ([]entry, error) {
	search, err := librarySearch()
	if err != nil {
		return nil, err
	}
	var found []entry
	have := map[string]bool{}
	queue := make([]string, 0, len(entries))
	for _, e := range entries {
		if e.source != "" {
			queue = append(queue, e.source)
		}
	}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		needs, err := needsOf(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		for _, need := range needs {
			if have[need] {
				continue
			}
			have[need] = true
			library, err := locate(need, search)
			if err != nil {
				return nil, fmt.Errorf("%s needs %s: %w", path, need, err)
			}
			source, err := filepath.EvalSymlinks(library)
			if err != nil {
				return nil, err
			}
			found = append(found, entry{path: library, mode: 0o555, source: source})
			queue = append(queue, source)
		}
	}
	return found, nil
}

// needsOf returns the names of needed libraries, and the loader's path; nothing for what is not ELF.
func needsOf(path string) ([]string, error) {
	magic := make([]byte, len(elf.ELFMAG))
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if _, err := io.ReadFull(file, magic); err != nil || string(magic) != elf.ELFMAG {
		return nil, nil //nolint:nilerr // shorter than the magic number: a text
	}
	binary, err := elf.NewFile(file)
	if err != nil {
		return nil, err
	}
	needs, err := binary.ImportedLibraries()
	if err != nil {
		return nil, err
	}
	for _, program := range binary.Progs {
		if program.Type == elf.PT_INTERP {
			loader, err := io.ReadAll(program.Open())
			if err != nil {
				return nil, err
			}
			needs = append(needs, strings.TrimRight(string(loader), "\x00"))
		}
	}
	return needs, nil
}

// librarySearch is where Debian's loader looks, for whichever architecture this is.
func librarySearch() ([]string, error) {
	dirs, err := filepath.Glob("/usr/lib/*-linux-gnu")
	return append(dirs, "/lib", "/usr/lib"), err
}

func locate(name string, search []string) (string, error) {
	if filepath.IsAbs(name) {
		return name, nil
	}
	for _, dir := range search {
		path := filepath.Join(dir, name)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", errors.New("not found in " + strings.Join(search, ", "))
}
