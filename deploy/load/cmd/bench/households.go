package main

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/danchu-platform/danchu/deploy/load/measure"
	"github.com/danchu-platform/danchu/deploy/standalone/demodata"
	"github.com/danchu-platform/danchu/deploy/standalone/people"
	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/pg"
)

// importHouseholds compares an import, from asking for it to its end, with COPY
// of the same file into a table without any index or check, and reads the
// directory's peak memory meanwhile.
func importHouseholds(ctx context.Context, b *bench) error {
	h, err := b.house(ctx)
	if err != nil {
		return err
	}
	table, rows, err := householdTable(b.households)
	if err != nil {
		return err
	}
	fmt.Printf("  (%d rows, %s)\n", rows, mebibytes(int64(len(table))))
	db, err := pg.Open(ctx, h.cluster.URL("directory"))
	if err != nil {
		return err
	}
	defer db.Close()
	file, err := h.upload(ctx, table)
	if err != nil {
		return err
	}
	var peak int64
	product := measure.Side{Name: "import", Round: func(ctx context.Context) (float64, error) {
		if err := emptyRolls(ctx, db); err != nil {
			return 0, err
		}
		if err := h.directory.forgetPeak(); err != nil {
			return 0, err
		}
		took, err := h.importOnce(ctx, &directoryv1.CreateImportRequest{
			Kind: directoryv1.ImportKind_IMPORT_KIND_HOUSEHOLDS, Unit: "units/" + province, ValidFrom: villagesFrom,
			LegalBasis: "Đo tải", Source: &directoryv1.CreateImportRequest_File{File: file},
		}, int64(rows))
		peak = max(peak, h.directory.memory().peak)
		return float64(rows) / took.Seconds(), err
	}}
	bare := measure.Side{Name: "COPY, no index", Round: func(ctx context.Context) (float64, error) {
		took, err := copyFile(ctx, db, table)
		return float64(rows) / took.Seconds(), err
	}}
	c, err := measure.Compare(ctx, fmt.Sprintf("import of %d households", rows), product, bare, 3)
	if err != nil {
		return err
	}
	b.rates(c, 0.2)
	b.print(line{what: "peak memory of directory during it", product: mebibytes(peak), target: "≤ 256 MiB", met: holds(peak <= 256*mib)})
	var indexed []float64
	for range 3 {
		took, err := copyRows(ctx, db)
		if err != nil {
			return err
		}
		indexed = append(indexed, float64(rows)/took.Seconds())
	}
	b.print(line{
		what: "the same beside COPY into an equal table", product: perSecond(c.ProductMedian), baseline: perSecond(measure.Median(indexed)),
		beside: "COPY with the same indexes", ratio: fmt.Sprintf("%.2f", c.ProductMedian/measure.Median(indexed)),
	})
	return emptyRolls(ctx, db)
}

// householdTable is a file of about so many households over all villages of the demo.
func householdTable(count int) ([]byte, int, error) {
	_, list, err := villages()
	if err != nil {
		return nil, 0, err
	}
	parts, err := demodata.Files.Open("names-vi.csv")
	if err != nil {
		return nil, 0, err
	}
	names, err := people.ReadNames(parts)
	if err != nil {
		return nil, 0, err
	}
	each := max(count/len(list), 1)
	var table bytes.Buffer
	err = people.WriteHouseholds(&table, names, list, each, 2026)
	return table.Bytes(), each * len(list), err
}

// upload sends the file in pieces, as the console does, and returns its handle.
func (h *house) upload(ctx context.Context, table []byte) (string, error) {
	ctx, err := h.as(ctx, author)
	if err != nil {
		return "", err
	}
	stream, err := directoryv1.NewImportServiceClient(h.toDirectory).UploadImportFile(ctx)
	if err != nil {
		return "", err
	}
	for piece := range slices.Chunk(table, 256<<10) {
		if err := stream.Send(&directoryv1.UploadImportFileRequest{FileName: "households.csv", Chunk: piece}); err != nil {
			break // the reason comes with the answer
		}
	}
	answer, err := stream.CloseAndRecv()
	return answer.GetFile(), err
}

// importOnce runs an import from asking for it to its end.
func (h *house) importOnce(ctx context.Context, asked *directoryv1.CreateImportRequest, rows int64) (time.Duration, error) {
	client := directoryv1.NewImportServiceClient(h.toDirectory)
	asking, err := h.as(ctx, author)
	if err != nil {
		return 0, err
	}
	began := time.Now()
	asked.RequestId = uuid.NewString()
	run, err := client.CreateImport(asking, asked)
	if err != nil {
		return 0, err
	}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for run.GetFinishedAt() == "" {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return 0, ctx.Err()
		}
		if asking, err = h.as(ctx, author); err != nil {
			return 0, err
		}
		if run, err = client.GetImport(asking, &directoryv1.GetImportRequest{Name: run.GetName()}); err != nil {
			return 0, err
		}
	}
	if run.GetState() != directoryv1.ImportState_IMPORT_STATE_SUCCEEDED || run.GetCreated() != rows {
		return 0, fmt.Errorf("the import ended as %s with %d of %d rows and %d errors %s", run.GetState(), run.GetCreated(), rows, run.GetErrors(), run.GetFailure())
	}
	return time.Since(began), nil
}

// emptyRolls forgets the households, so that the next import enters them again.
func emptyRolls(ctx context.Context, db *pg.DB) error {
	_, err := db.Pool().Exec(ctx, `TRUNCATE household, household_former, household_event, household_roll; CHECKPOINT`)
	return err
}

// copyFile is the fastest way for these bytes into PostgreSQL.
func copyFile(ctx context.Context, db *pg.DB, table []byte) (time.Duration, error) {
	if _, err := db.Pool().Exec(ctx, `DROP TABLE IF EXISTS bare; CREATE TABLE bare (village_code text, household_code text, address text, `+
		`representative text, birth_year smallint, national_id text, phone text); CHECKPOINT`); err != nil {
		return 0, err
	}
	took, err := copyInto(ctx, db, `COPY bare FROM STDIN WITH (FORMAT csv, HEADER)`, table)
	if err != nil {
		return 0, err
	}
	_, err = db.Pool().Exec(ctx, `DROP TABLE bare`)
	return took, err
}

// copyRows copies the rows that were imported into a table with the same indexes and checks.
func copyRows(ctx context.Context, db *pg.DB) (time.Duration, error) {
	if _, err := db.Pool().Exec(ctx, `DROP TABLE IF EXISTS bare; CREATE TABLE bare (LIKE household INCLUDING ALL)`); err != nil {
		return 0, err
	}
	conn, err := db.Pool().Acquire(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Release()
	var rows bytes.Buffer
	if _, err := conn.Conn().PgConn().CopyTo(ctx, &rows, `COPY household TO STDOUT WITH (FORMAT binary)`); err != nil {
		return 0, err
	}
	took, err := copyInto(ctx, db, `COPY bare FROM STDIN WITH (FORMAT binary)`, rows.Bytes())
	if err != nil {
		return 0, err
	}
	_, err = db.Pool().Exec(ctx, `DROP TABLE bare`)
	return took, err
}

func copyInto(ctx context.Context, db *pg.DB, statement string, bytesOfRows []byte) (time.Duration, error) {
	conn, err := db.Pool().Acquire(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Release()
	began := time.Now()
	_, err = conn.Conn().PgConn().CopyFrom(ctx, bytes.NewReader(bytesOfRows), statement)
	return time.Since(began), err
}
