package policy_test

import (
	"testing"

	"google.golang.org/grpc"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/directory/internal/policy"
	"github.com/danchu-platform/danchu/services/platform/authz/authztest"
	"github.com/danchu-platform/danchu/services/platform/units"
)

func TestWhoMay(t *testing.T) {
	everyLevel := []authztest.Resource{
		{Type: "Unit", Level: units.Province}, {Type: "Unit", Level: units.Commune}, {Type: "Unit", Level: units.Village},
	}
	upper := everyLevel[:2]
	roll := []authztest.Resource{{Type: "Unit", Level: units.Village}}
	household := []authztest.Resource{
		{Name: "someone else's", Type: "Household", Level: units.Village, Attrs: map[string]any{"person_key": "pk:other"}},
		{Name: "one's own", Type: "Household", Level: units.Village, Attrs: map[string]any{"person_key": authztest.SelfPerson}},
	}
	kept := household[:1]
	agency := []authztest.Resource{{Type: "Agency", Level: units.Commune}, {Type: "Agency", Level: units.Province}}
	role := []authztest.Resource{
		{Name: "someone else's", Type: "RoleBinding", Level: units.Village, Attrs: map[string]any{"subject": "iss#other"}},
		{Name: "someone else's", Type: "RoleBinding", Level: units.Commune, Attrs: map[string]any{"subject": "iss#other"}},
		{Name: "someone else's", Type: "RoleBinding", Level: units.Province, Attrs: map[string]any{"subject": "iss#other"}},
		{Name: "one's own", Type: "RoleBinding", Level: units.Commune, Attrs: map[string]any{"subject": authztest.Self}},
	}
	imports := []authztest.Resource{
		{Name: "households of a village", Type: "Import", Level: units.Village, Attrs: map[string]any{"catalogue": false}},
		{Name: "households of a commune", Type: "Import", Level: units.Commune, Attrs: map[string]any{"catalogue": false}},
		{Name: "households of a province", Type: "Import", Level: units.Province, Attrs: map[string]any{"catalogue": false}},
		{Name: "a catalogue for a commune", Type: "Import", Level: units.Commune, Attrs: map[string]any{"catalogue": true}},
		{Name: "the national catalogue", Type: "Import", Attrs: map[string]any{"catalogue": true}},
		{Name: "households of no unit", Type: "Import", Attrs: map[string]any{"catalogue": false}},
	}
	resources := map[string][]authztest.Resource{
		"CreateUnit": upper, "ReorganiseUnits": upper, "GetHousehold": household, "ListHouseholdHistory": household,
		"ListHouseholds": everyLevel, "RegisterHousehold": roll, "GetRoleBinding": role, "BindRole": role[:3], "EndRole": role[:3],
		"ListRoleBindings": everyLevel,
	}
	for _, action := range []string{"EndUnit", "RenameUnit", "TransferUnit", "CorrectUnit", "UpdateUnitAttributes"} {
		resources[action] = everyLevel
	}
	for _, action := range []string{"RegisterAgency", "ChangeAgency", "EndAgency"} {
		resources[action] = agency
	}
	for _, action := range []string{"ChangeRepresentative", "SplitHousehold", "MergeHouseholds", "MoveHousehold", "EndHousehold"} {
		resources[action] = kept
	}
	for _, action := range []string{
		"CreateImport", "GetImport", "ListImports", "ListImportErrors", "ExportImportErrors", "CancelImport",
	} {
		resources[action] = imports
	}
	authztest.Walk(t, authztest.Spec{
		Policies: policy.Text, Schema: policy.Schema, File: "testdata/who_may.txt", Resources: resources,
		Services: []*grpc.ServiceDesc{
			&directoryv1.UnitService_ServiceDesc, &directoryv1.AgencyService_ServiceDesc,
			&directoryv1.HouseholdService_ServiceDesc, &directoryv1.PersonService_ServiceDesc,
			&directoryv1.RoleService_ServiceDesc, &directoryv1.CalendarService_ServiceDesc,
			&directoryv1.ImportService_ServiceDesc,
		},
	})
}
