// Package authztest proves who may do what: it asks a service's policies about every action, for every role, from every
// relation between the unit where the role is held and the unit of the resource, and compares the answers with a table kept
// beside the test. The table is the review: a diff in it is a change of rights.
//
//	func TestWhoMay(t *testing.T) {
//		authztest.Walk(t, authztest.Spec{
//			Policies: policy.Text, Schema: policy.Schema, File: "testdata/who_may.txt",
//			Services: []*grpc.ServiceDesc{&directoryv1.UnitService_ServiceDesc},
//			Resources: map[string][]authztest.Resource{
//				"GetUnit": {{Type: "Unit", Level: units.Commune}},
//			},
//		})
//	}
//
// `go test ./internal/policy -run WhoMay -update` writes the table anew; read the diff before you commit it.
package authztest
