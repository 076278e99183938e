package files

import (
	"path"
	"strings"
	"unicode"

	"github.com/danchu-platform/danchu/services/platform/vntext"
)

const longestName = 120 // characters, ending included

// SafeName returns the name a file is shown and served under: no folders, no
// invisible or direction-changing characters, nothing a file system or a header
// takes for more than a name. A name of which nothing is left becomes "tep".
func SafeName(name string) string {
	name = vntext.CleanLine(name)
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"|?*;%`+"`", r) || !unicode.IsPrint(r) {
			return '_'
		}
		return r
	}, name)
	ending := path.Ext(name)
	stem := []rune(strings.Trim(strings.TrimSuffix(name, ending), ". "))
	if room := longestName - len([]rune(ending)); len(stem) > room {
		stem = stem[:max(room, 1)]
	}
	if len(stem) == 0 {
		stem = []rune("tep")
	}
	if len([]rune(ending)) > 10 {
		ending = string([]rune(ending)[:10])
	}
	return string(stem) + strings.TrimRight(ending, ". ")
}
