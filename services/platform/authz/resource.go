package authz

import (
	"fmt"
	"time"

	cedar "github.com/cedar-policy/cedar-go"

	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Resource is what the caller wants to do something with.
type Resource struct {
	// Type is the Cedar entity type without its namespace: "Publication". "Unit", "Agency" and "Platform" are the tree's own.
	Type string
	// ID names the resource. It is not shown to a caller who is refused.
	ID string
	// Unit is the unit it belongs to; empty for what belongs to none. A resource of type Unit is its own unit when this
	// is empty.
	Unit units.Key
	// Agency is the agency it belongs to; empty when the unit itself is meant.
	Agency string
	// Attrs are further attributes: string, bool, int, int64, []string, units.Key, []units.Key, time.Time, workday.Date (as
	// text).
	Attrs map[string]any
	// Hidden makes a refusal read like “not found”: for what the caller must not even know to exist.
	Hidden bool
	// Read is the action by which a caller knows of a hidden resource: who may do that is told the true reason of a refusal.
	Read string
}

// Installation is the resource of actions that concern no unit: the public home page, the health of the system.
func Installation() Resource { return Resource{Type: "Platform", ID: "danchu"} }

// OfUnit is the unit itself as a resource.
func OfUnit(key units.Key) Resource {
	return Resource{Type: unitType, ID: string(key), Unit: key}
}

const (
	namespace    = "Danchu::"
	unitType     = "Unit"
	agencyType   = "Agency"
	platformType = "Platform"
)

func uid(kind, id string) cedar.EntityUID {
	return cedar.NewEntityUID(cedar.EntityType(namespace+kind), cedar.String(id))
}

func unitUID(key units.Key) cedar.EntityUID { return uid(unitType, string(key)) }
func agencyUID(id string) cedar.EntityUID   { return uid(agencyType, id) }

// value turns an attribute into Cedar's. An unknown type is a mistake in our own code.
func value(v any) (cedar.Value, error) {
	switch v := v.(type) {
	case string:
		return cedar.String(v), nil
	case bool:
		return cedar.Boolean(v), nil
	case int:
		return cedar.Long(v), nil
	case int64:
		return cedar.Long(v), nil
	case units.Key:
		return unitUID(v), nil
	case workday.Date:
		return cedar.String(v.String()), nil
	case time.Time:
		return cedar.NewDatetime(v), nil
	case []string:
		set := make([]cedar.Value, len(v))
		for i, one := range v {
			set[i] = cedar.String(one)
		}
		return cedar.NewSet(set...), nil
	case []units.Key:
		set := make([]cedar.Value, len(v))
		for i, one := range v {
			set[i] = unitUID(one)
		}
		return cedar.NewSet(set...), nil
	default:
		return nil, fmt.Errorf("authz: an attribute of type %T cannot be shown to a policy", v)
	}
}
