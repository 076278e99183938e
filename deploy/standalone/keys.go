package standalone

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// keys are the secrets of one installation, made on the first start and kept
// beside its data. In a cluster they come from Secrets; nobody copies these.
// Each is 32 random bytes, written in hexadecimal.
type keys struct{ person, session, files, token, logs, ballots string }

func loadKeys(dir string) (keys, error) {
	var k keys
	for _, each := range []struct {
		name string
		into *string
	}{{"person", &k.person}, {"session", &k.session}, {"files", &k.files}, {"token", &k.token}, {"logs", &k.logs}, {"ballots", &k.ballots}} {
		value, err := keyFile(filepath.Join(dir, each.name+".key"))
		if err != nil {
			return keys{}, fmt.Errorf("the %s key: %w", each.name, err)
		}
		*each.into = value
	}
	return k, nil
}

// base64Of is the form in which voting takes its keys.
func base64Of(key string) string {
	raw, _ := hex.DecodeString(key) // written by keyFile
	return base64.StdEncoding.EncodeToString(raw)
}

const keySize = 64

// keyFile reads a key, or makes one. It is written under another name first, so
// that a killed start leaves a whole key or none.
func keyFile(path string) (string, error) {
	value, err := os.ReadFile(path)
	if err == nil && len(value) == keySize {
		return string(value), nil
	}
	if err == nil {
		return "", fmt.Errorf("%s is %d bytes long, not %d; remove it together with the data it belongs to", path, len(value), keySize)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	raw := make([]byte, keySize/2)
	_, _ = rand.Read(raw) // never fails: it aborts the program instead
	fresh := hex.EncodeToString(raw)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	if err := os.WriteFile(path+".new", []byte(fresh), 0o600); err != nil {
		return "", err
	}
	return fresh, os.Rename(path+".new", path)
}
