package gateway_test

import (
	"testing"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// The menu of a phone opens without a script: a button names the popover that holds
// every way out of the head. How high the head is, the browser tests measure.
func TestTheMenuNeedsNoScript(t *testing.T) {
	s := newStage(t)
	p := s.page(s.get("/"), 200)
	p.says(`header button[type=button][popovertarget=menu]`, "Danh mục")
	p.has(`header #menu[popover] nav a[href="/disclosures"]`)
	p.has(`header #menu a[href^="/language/en"]`)
	p.has(`input#q[placeholder="Ví dụ: Võ Miếu"]`) // longer is cut off at 390 px
}

// Only those who hold a role are led to the desk; whether they may enter is for the services.
func TestOnlyStaffAreLedToTheDesk(t *testing.T) {
	i := newIssuer(t)
	s := withIssuer(t, i)
	cookie := s.signIn(i)
	const link = `header nav a[href="/console"]`
	for _, address := range []string{"/", "/inbox", "/no-such-page"} {
		for _, c := range []struct {
			who   string
			roles []directoryv1.Role
			shown bool
		}{
			{"an officer", []directoryv1.Role{officer}, true},
			{"a citizen", []directoryv1.Role{}, false},
			{"an operator of the machines", []directoryv1.Role{directoryv1.Role_ROLE_PLATFORM_OPERATOR}, false},
		} {
			s.fixed.clerk.roles = c.roles
			status := 200
			if address == "/no-such-page" {
				status = 404
			}
			p := s.page(s.get(address, "Cookie", cookie), status)
			p.says("header .who", "Lê Thị Hồng Nhung")
			if c.shown {
				p.says(link, "Bàn làm việc")
			} else {
				p.lacks(link)
			}
		}
	}
	s.page(s.get("/"), 200).lacks(link)
	s.fixed.clerk.roles = nil
	s.fixed.clerk.refuseRead("ListMyRoles", fault.New(fault.Unavailable, ""))
	s.page(s.get("/", "Cookie", cookie), 200).lacks(link) // the page does not wait for an answer to this
}
