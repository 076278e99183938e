package authn

import (
	"errors"
	"strings"
)

// nationalIDClaims are the names under which issuers tell the national id number.
var nationalIDClaims = []string{"national_id", "personal_id", "identity_number", "so_dinh_danh"}

// CallerFromClaims reads the proven claims of an issuer's token: a bearer token of a machine or staff tool here, an ID token
// at the gateway. secret is the person key's secret; without it the caller has none. A national id that is not one is
// left out rather than refused: the person is still who the issuer says.
func CallerFromClaims(issuer string, claims map[string]any, secret []byte) (Caller, error) {
	sub := text(claims, "sub")
	if sub == "" {
		return Caller{}, refuse("TOKEN_INVALID", errors.New("no subject"))
	}
	c := Caller{Subject: issuer + "#" + sub, Kind: Person, Name: text(claims, "name")}
	if isClientCredentials(claims, sub) {
		c.Kind = Service
		return c, nil
	}
	if c.Name == "" {
		c.Name = strings.TrimSpace(text(claims, "family_name") + " " + text(claims, "given_name"))
	}
	if len(secret) == 0 {
		return c, nil
	}
	for _, name := range nationalIDClaims {
		if number := text(claims, name); number != "" {
			if key, err := PersonKey(secret, number); err == nil {
				c.PersonKey = key
			}
			break
		}
	}
	return c, nil
}

// isClientCredentials recognises a token that a program got for itself. No standard claim says so; RFC 9068 §2.2 makes the
// subject the client's own id, some issuers name the grant, and Keycloak names a service account.
func isClientCredentials(claims map[string]any, sub string) bool {
	switch {
	case text(claims, "client_id") == sub, text(claims, "azp") == sub:
		return true
	case text(claims, "gty") == "client-credentials":
		return true
	default:
		return strings.HasPrefix(text(claims, "preferred_username"), "service-account-") && text(claims, "client_id") != ""
	}
}

// mintedCaller reads a token of our own gateway, which already knows the full subject and the hashed id.
func mintedCaller(_ string, claims map[string]any) (Caller, error) {
	c := Caller{Subject: text(claims, "sub"), Name: text(claims, "name"), PersonKey: text(claims, "person_key")}
	switch text(claims, "kind") {
	case Person.String():
		c.Kind = Person
	case Service.String():
		c.Kind = Service
	}
	if !c.SignedIn() {
		return Caller{}, refuse("TOKEN_INVALID", errors.New("no subject or kind"))
	}
	return c, nil
}

func text(claims map[string]any, name string) string {
	s, _ := claims[name].(string)
	return s
}
