package vntext

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Parts of a Vietnamese syllable, written without tone. The lists are the
// school grammar; names of ethnic minorities may fall outside it.
const (
	onsets = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
	rhymes = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây " +
		"e ec em en eng eo ep et ê êch êm ên ênh êp êt êu " +
		"i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu y yêm yên yêng yêt yêu " +
		"o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet ooc oong " +
		"ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt " +
		"u uc ui um un ung up ut ua uân uâng uât uây uê uêch uênh uơ uy uya uych uyên uyêt uynh uyt uyu uôc uôi uôm uôn uông uôt " +
		"ư ưc ưi ưm ưn ưng ưt ưu ưa ươc ươi ươm ươn ương ươp ươt ươu"
)

var grammar = sync.OnceValue(func() map[string]bool {
	bases := map[string]bool{}
	for _, rhyme := range strings.Fields(rhymes) {
		bases[rhyme] = true
		for _, onset := range strings.Fields(onsets) {
			bases[onset+rhyme] = true
		}
	}
	return bases
})

// isSyllable reports whether a word is built like a Vietnamese syllable: known
// parts, at most one tone, only sắc or nặng before c, ch, p and t, and either
// small, capital at the start, or all capitals.
func isSyllable(word string) bool {
	if !sameCase(word) {
		return false
	}
	var base strings.Builder
	tone := rune(0)
	for _, r := range norm.NFD.String(strings.ToLower(word)) {
		if !isTone(r) {
			base.WriteRune(r)
			continue
		}
		if tone != 0 {
			return false
		}
		tone = r
	}
	plain := norm.NFC.String(base.String())
	if !grammar()[plain] {
		return false
	}
	if strings.HasSuffix(plain, "c") || strings.HasSuffix(plain, "ch") || strings.HasSuffix(plain, "p") || strings.HasSuffix(plain, "t") {
		return tone == '\u0301' || tone == '\u0323'
	}
	return true
}

// sameCase refuses capitals inside a word of small letters.
func sameCase(word string) bool {
	capitals, letters, first := 0, 0, true
	firstCapital := false
	for _, r := range word {
		letters++
		if unicode.IsUpper(r) {
			capitals++
			firstCapital = firstCapital || first
		}
		first = false
	}
	return capitals == 0 || capitals == letters || capitals == 1 && firstCapital
}
