package server

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// owner is the operating-system user who runs the server and owns its folder.
type owner struct {
	drop     bool // whether this process is root and has to become somebody else
	uid, gid int
}

// pickOwner keeps the present user, or picks an unprivileged one for root.
func pickOwner(name string) (owner, error) {
	if os.Geteuid() != 0 {
		return owner{uid: os.Geteuid(), gid: os.Getegid()}, nil
	}
	names := []string{"postgres", "nobody"}
	if name != "" {
		names = []string{name}
	}
	for _, candidate := range names {
		u, err := user.Lookup(candidate)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.Atoi(u.Uid)
		gid, gidErr := strconv.Atoi(u.Gid)
		if uidErr == nil && gidErr == nil && uid != 0 {
			return owner{drop: true, uid: uid, gid: gid}, nil
		}
	}
	return owner{}, fmt.Errorf("PostgreSQL does not run as root and none of the users %v exists", names)
}

// become makes cmd run as the owner.
func (o owner) become(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if o.drop {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(o.uid), Gid: uint32(o.gid)} //nolint:gosec // ids of this system
	}
}

// own creates dir, private to the owner.
func (o owner) own(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if !o.drop {
		return os.Chmod(dir, 0o700) //nolint:gosec // a folder needs its x bit
	}
	if err := os.Chown(dir, o.uid, o.gid); err != nil {
		return err
	}
	return os.Chmod(dir, 0o700) //nolint:gosec // a folder needs its x bit
}

// reaches says whether the owner may walk down to dir; a repository under
// /root, for one, is closed to everybody else.
func (o owner) reaches(dir string) bool {
	if !o.drop {
		return true
	}
	for parent := filepath.Dir(dir); ; parent = filepath.Dir(parent) {
		if info, err := os.Stat(parent); err == nil && info.Mode().Perm()&0o001 == 0 {
			return false
		}
		if parent == filepath.Dir(parent) {
			return true
		}
	}
}

// Place returns dir when the user who will run the server can reach it, else a
// folder of the same purpose under /var/lib/danchu.
func Place(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	o, err := pickOwner("")
	if err != nil {
		return "", err
	}
	if o.reaches(abs) {
		return abs, nil
	}
	digest := sha256.Sum256([]byte(abs))
	return filepath.Join("/var/lib/danchu", hex.EncodeToString(digest[:4])), nil
}

// socketDir is a short folder for the socket: its path must fit in 107 bytes.
func socketDir(dataDir string) string {
	digest := sha256.Sum256([]byte(dataDir))
	return filepath.Join("/tmp", "danchu-pg-"+hex.EncodeToString(digest[:6]))
}
