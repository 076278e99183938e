package upload

import (
	"net/http"
	"time"

	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"

	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/files"
)

// Owned asks the owning service, as the reader, for what the resource of the
// address has attached.
type Owned func(r *http.Request) ([]*typev1.Attachment, error)

// Download answers …/files/{sha256}/{name} with a file of the resource.
func (f *Files) Download(owned Owned) view.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		attachments, err := owned(r)
		if err != nil {
			return err
		}
		for _, one := range attachments {
			if one.GetSha256() != r.PathValue("sha256") {
				continue
			}
			handle, ok := files.Stored(one.GetFileName(), one.GetContentType(), one.GetSha256(), one.GetSizeBytes())
			if !ok {
				break
			}
			// A slow line is not a fault; a line that has died is noticed while writing.
			_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(patience))
			return f.Store.Serve(w, r, handle)
		}
		return fault.New(fault.NotFound, "NO_SUCH_PAGE")
	}
}
