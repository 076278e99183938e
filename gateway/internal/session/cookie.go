package session

import (
	"fmt"
	"net/http"
	"time"
)

// maxCookie is the most a cookie of ours may weigh, name included; browsers
// promise 4096 and proxies often less for all headers together.
const maxCookie = 3800

// jar writes and reads our cookies. Over https their names carry the __Host-
// prefix, so no neighbouring subdomain can plant one.
type jar struct {
	sealer *Sealer
	secure bool
}

func (j jar) name(purpose string) string {
	if j.secure {
		return "__Host-danchu-" + purpose
	}
	return "danchu-" + purpose
}

func (j jar) put(w http.ResponseWriter, purpose string, v any, life time.Duration) error {
	sealed, err := j.sealer.Seal(purpose, v)
	if err != nil {
		return err
	}
	if size := len(j.name(purpose)) + len(sealed); size > maxCookie {
		return fmt.Errorf("cookie %s would weigh %d bytes, more than %d", purpose, size, maxCookie)
	}
	http.SetCookie(w, j.cookie(purpose, sealed, int(life.Seconds())))
	return nil
}

func (j jar) take(r *http.Request, purpose string, v any) error {
	c, err := r.Cookie(j.name(purpose))
	if err != nil {
		return err
	}
	return j.sealer.Open(purpose, c.Value, v)
}

func (j jar) drop(w http.ResponseWriter, purpose string) {
	http.SetCookie(w, j.cookie(purpose, "", -1))
}

func (j jar) cookie(purpose, value string, maxAge int) *http.Cookie {
	return &http.Cookie{
		Name: j.name(purpose), Value: value, Path: "/", MaxAge: maxAge,
		Secure: j.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}
