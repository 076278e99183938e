package pgtest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/danchu-platform/danchu/services/platform/pg/server"
)

// join registers this process with the private server that all test programs
// of this user share, starting it first if need be, and returns its address.
//
// Each user of the server is a file users/<pid>. The keeper (a small shell
// loop) removes the files of the dead and, when the folder has been empty for a
// minute, removes the folder and then the server. Removing a folder fails while
// a file is in it, creating a file fails once it is gone: nobody can join a
// server that is about to stop.
func join(ctx context.Context) (string, error) {
	root := filepath.Join("/tmp", "danchu-pgtest-"+strconv.Itoa(os.Getuid()))
	if err := ours(root); err != nil {
		return "", err
	}
	lock, err := os.OpenFile(filepath.Join(root, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", err
	}
	defer func() { _ = lock.Close() }()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return "", fmt.Errorf("waiting for the test server's lock: %w", err)
	}
	users := filepath.Join(root, "users")
	registered := os.WriteFile(filepath.Join(users, strconv.Itoa(os.Getpid())), nil, 0o600)
	fresh := errors.Is(registered, fs.ErrNotExist)
	if registered != nil && !fresh {
		return "", registered
	}
	// A stopping server has left the folder of users; the new one gets a new place.
	place := filepath.Join(root, "cluster")
	if fresh {
		place = filepath.Join(root, "cluster-"+strconv.Itoa(os.Getpid()))
		if err := os.WriteFile(filepath.Join(root, "place"), []byte(place), 0o600); err != nil {
			return "", err
		}
	} else if text, err := os.ReadFile(filepath.Join(root, "place")); err == nil {
		place = string(text)
	}
	cluster, err := server.Start(ctx, server.Options{Dir: place, Bin: os.Getenv("PG_BIN"), Disposable: true})
	if err != nil {
		return "", err
	}
	if fresh {
		if err := os.Mkdir(users, 0o700); err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(users, strconv.Itoa(os.Getpid())), nil, 0o600); err != nil {
			return "", err
		}
	}
	return cluster.URL("postgres"), keep(cluster, root)
}

// ours makes root, or refuses one that somebody else put there.
func ours(root string) error {
	if err := os.Mkdir(root, 0o755); err != nil && !errors.Is(err, fs.ErrExist) { //nolint:gosec // the server's user walks through it
		return err
	}
	info, err := os.Lstat(root)
	if err != nil {
		return err
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); !info.IsDir() || ok && int(stat.Uid) != os.Getuid() {
		return fmt.Errorf("%s belongs to somebody else", root)
	}
	return nil
}

// keep makes sure that the loop runs that stops the server when nobody needs
// it any more.
func keep(cluster *server.Cluster, root string) error {
	note := filepath.Join(root, "keeper")
	if text, err := os.ReadFile(note); err == nil {
		if pid, err := strconv.Atoi(string(text)); err == nil && syscall.Kill(pid, 0) == nil {
			return nil
		}
	}
	script := fmt.Sprintf(`cd /; idle=0
while :; do
  sleep 2
  for f in %[1]q/*; do
    [ -e "$f" ] && { kill -0 "${f##*/}" || rm -f "$f"; }
  done
  if [ -n "$(ls -A %[1]q)" ]; then idle=0; continue; fi
  idle=$((idle+1))
  if [ $idle -ge 30 ] && rmdir %[1]q; then
    rm -f %[2]q
    %[3]s
    exit 0
  fi
done`, filepath.Join(root, "users"), note, cluster.StopCommand())
	cmd := exec.Command("/bin/sh", "-c", script)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting the keeper of the test server: %w", err)
	}
	if err := os.WriteFile(note, []byte(strconv.Itoa(cmd.Process.Pid)), 0o600); err != nil {
		return err
	}
	return cmd.Process.Release()
}
