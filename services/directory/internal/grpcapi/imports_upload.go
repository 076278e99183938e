package grpcapi

import (
	"bytes"
	"context"
	"io"
	"path"
	"time"

	"google.golang.org/grpc"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/files"
)

// largestImport is what a file may weigh; a million households are 120 MB.
const largestImport = 512 << 20

// received is the file of an import: one uploaded before, or the bytes in the request.
func (s importServer) received(ctx context.Context, req *directoryv1.CreateImportRequest) (files.Handle, error) {
	if s.files == nil {
		return files.Handle{}, fault.New(fault.Unavailable, "")
	}
	if req.GetFile() == "" {
		name := req.GetFileName()
		if path.Ext(name) == "" {
			name += "import.csv"
		}
		return s.files.Put(ctx, name, bytes.NewReader(req.GetContent()), files.Limits{Size: largestImport, Kinds: files.Tables})
	}
	if s.sign == nil {
		return files.Handle{}, fault.New(fault.Unavailable, "")
	}
	return s.sign.Verify(req.GetFile(), authn.From(ctx).Subject)
}

// handleLasts is how long a file may wait for its import.
const handleLasts = time.Hour

func (s importServer) UploadImportFile(stream grpc.ClientStreamingServer[directoryv1.UploadImportFileRequest, directoryv1.UploadImportFileResponse]) error {
	ctx := stream.Context()
	if err := s.public(ctx, "UploadImportFile"); err != nil {
		return err
	}
	if s.files == nil || s.sign == nil {
		return fault.New(fault.Unavailable, "")
	}
	first, err := stream.Recv()
	if err != nil {
		return err
	}
	body := io.MultiReader(bytes.NewReader(first.GetChunk()), &chunks{stream: stream})
	handle, err := s.files.Put(ctx, first.GetFileName(), body, files.Limits{Size: largestImport, Kinds: files.Tables})
	if err != nil {
		return err
	}
	signed, err := s.sign.Sign(handle, authn.From(ctx).Subject, handleLasts)
	if err != nil {
		return err
	}
	return stream.SendAndClose(&directoryv1.UploadImportFileResponse{File: signed, Digest: handle.SHA256, Size: handle.Size})
}

// chunks reads a stream of pieces as one file.
type chunks struct {
	stream grpc.ClientStreamingServer[directoryv1.UploadImportFileRequest, directoryv1.UploadImportFileResponse]
	rest   []byte
}

func (c *chunks) Read(p []byte) (int, error) {
	for len(c.rest) == 0 {
		m, err := c.stream.Recv()
		if err != nil {
			return 0, err
		}
		c.rest = m.GetChunk()
	}
	n := copy(p, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}
