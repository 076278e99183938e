package votetest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
)

type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		found[i] = s[index]
	}
	return found, nil
}

func (v *Vote) append(leaf []byte) {
	hashes, err := tlog.StoredHashes(int64(len(v.leaves)), leaf, stored(v.hashes))
	if err != nil {
		panic(err) // the hashes are in memory
	}
	v.hashes = append(v.hashes, hashes...)
	v.leaves = append(v.leaves, leaf)
}

// checkpoint signs what there is.
func (v *Vote) checkpoint() ([]byte, error) {
	root, err := tlog.TreeHash(int64(len(v.leaves)), stored(v.hashes))
	if err != nil {
		return nil, err
	}
	body := c2sp.Checkpoint{Origin: v.Origin, Size: int64(len(v.leaves)), Root: root}.Body()
	return note.Sign(&note.Note{Text: body}, v.signer)
}

// Checkpoint is the newest signed checkpoint.
func (v *Vote) Checkpoint() ([]byte, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.checkpoint()
}

// Handler serves page record, participants and log at the product's addresses.
func (v *Vote) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/votes/"+UUID, func(w http.ResponseWriter, _ *http.Request) {
		v.mu.Lock()
		defer v.mu.Unlock()
		answer(w, v.Page)
	})
	mux.HandleFunc("GET /v1/votes/"+UUID+"/participants", v.participants)
	mux.HandleFunc("GET /log/votes/"+UUID+"/checkpoint", func(w http.ResponseWriter, _ *http.Request) {
		checkpoint, err := v.Checkpoint()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_, _ = w.Write(checkpoint)
	})
	mux.HandleFunc("GET /log/votes/"+UUID+"/tile/", v.tile)
	return mux
}

// participants is the list in pages.
func (v *Vote) participants(w http.ResponseWriter, r *http.Request) {
	v.mu.Lock()
	defer v.mu.Unlock()
	size, _ := strconv.Atoi(r.URL.Query().Get("page_size"))
	from, _ := strconv.Atoi(r.URL.Query().Get("page_token"))
	to := min(from+size, len(v.Participants))
	list := []any{}
	for _, code := range v.Participants[from:to] {
		list = append(list, map[string]any{"code": code, "village": "units/1", "byForm": "ONLINE"})
	}
	page := map[string]any{"participants": list, "total": len(v.Participants)}
	if to < len(v.Participants) {
		page["nextPageToken"] = strconv.Itoa(to)
	}
	answer(w, page)
}

func (v *Vote) tile(w http.ResponseWriter, r *http.Request) {
	v.mu.Lock()
	defer v.mu.Unlock()
	t, err := c2sp.ParseTile(strings.TrimPrefix(r.URL.Path, "/log/votes/"+UUID+"/"))
	size := int64(len(v.leaves))
	if err != nil || t.Width > c2sp.WidthAt(size, t.Level, t.Index) {
		http.NotFound(w, r)
		return
	}
	var data []byte
	if t.Entries {
		for _, leaf := range v.leaves[t.Index*c2sp.Width:][:t.Width] {
			if data, err = c2sp.AppendEntry(data, leaf); err != nil {
				break
			}
		}
	} else {
		data, err = tlog.ReadTileData(tlog.Tile{H: c2sp.Height, L: t.Level, N: t.Index, W: t.Width}, stored(v.hashes))
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(data)
}

func answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body)
}
