package people

import (
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
)

// Village is where households live.
type Village struct{ Code, FullName string }

// WriteHouseholds writes a table for the household import: so many households
// for each village, the same ones for the same seed.
func WriteHouseholds(w io.Writer, names *Names, villages []Village, each int, seed uint64) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"village_code", "household_code", "address", "representative", "birth_year", "national_id", "phone"}); err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(seed, 25))
	serial := 0
	for _, village := range villages {
		for number := 1; number <= each; number++ {
			serial++
			sex := "female"
			if random.IntN(2) == 0 {
				sex = "male"
			}
			year := 1940 + random.IntN(65)
			row := []string{
				village.Code,
				fmt.Sprintf("%s-%04d", village.Code, number),
				fmt.Sprintf("Nhà số %d, %s", number, village.FullName),
				names.Draw(random, sex),
				fmt.Sprint(year),
				NationalID(serial, sex, year),
				"",
			}
			if err := out.Write(row); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// NationalID makes a well-formed number of nobody: its century digit says that
// the holder was born after 2299.
func NationalID(serial int, sex string, year int) string {
	century := 8
	if sex == "female" {
		century = 9
	}
	return fmt.Sprintf("025%d%02d%06d", century, year%100, serial%1_000_000)
}
