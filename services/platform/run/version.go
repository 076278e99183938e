package run

import (
	"runtime/debug"
	"sync"
)

// version is set by the linker: -X github.com/danchu-platform/danchu/services/platform/run.version=1.2.3
var version string

// Version is the release, or for a build without one the revision it was built from.
var Version = sync.OnceValue(func() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	revision, modified := "development", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) >= 12:
			revision = s.Value[:12]
		case s.Key == "vcs.modified" && s.Value == "true":
			modified = "+"
		}
	}
	return revision + modified
})
