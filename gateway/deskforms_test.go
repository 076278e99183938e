package gateway_test

import (
	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// typed is what somebody types who means no good.
const typed = `Thôn "Quyết Tiến" <img src=x onerror=alert(1)> & 'khác'`

// deskForms are all forms of the console: who fills them in, where, and what the
// service is asked then.
var deskForms = []struct {
	role    directoryv1.Role
	address string // where it is posted
	asks    string
	fields  string // name=value; "*" is typed
	keeps   string // the field whose text must come back
	state   disclosurev1.PublicationState
}{
	{officer, "/console/publications/new", "CreatePublication", "item=commune.7 title=* decision_date=2026-11-17", "title", 0},
	{officer, "/console/publications/" + publicationID + "/edit", "UpdatePublication", "item=commune.7 title=* body=* decision_date=2026-11-17", "body", 1},
	{officer, "/console/publications/" + publicationID + "/submit", "SubmitPublication", "declare_no_secrets=yes warning_WARNING_CODE_PHONE_NUMBER=*", "warning_WARNING_CODE_PHONE_NUMBER", 1},
	{officer, "/console/publications/" + publicationID + "/discard", "DiscardPublication", "", "", 1},
	{chair, "/console/publications/" + publicationID + "/approve", "ApprovePublication", "", "", 2},
	{chair, "/console/publications/" + publicationID + "/return", "ReturnPublication", "return_reason=*", "return_reason", 2},
	{chair, "/console/publications/" + publicationID + "/publish", "PublishPublication", "", "", 3},
	{chair, "/console/publications/" + publicationID + "/schedule", "SchedulePublication", "publish_time=2026-11-23T08:00", "publish_time", 3},
	{chair, "/console/publications/" + publicationID + "/unschedule", "UnschedulePublication", "", "", 4},
	{chair, "/console/publications/" + publicationID + "/withdraw", "WithdrawPublication", "withdraw_reason=*", "withdraw_reason", 0},
	{chair, "/console/publications/" + publicationID + "/archive", "ArchivePublication", "", "", 0},
	{chair, "/console/publications/" + publicationID + "/approve-correction", "ApproveCorrection", "", "", 0},
	{chair, "/console/publications/" + publicationID + "/return-correction", "ReturnCorrection", "return_reason=*", "return_reason", 0},
	{officer, "/console/publications/" + publicationID + "/discard-correction", "DiscardCorrection", "", "", 0},
	{officer, "/console/publications/" + publicationID + "/correct", "CorrectPublication", "step=confirm title=* correction_note=* decision_date=2026-11-17 declare_no_secrets=yes", "correction_note", 0},
	{officer, "/console/publications/" + publicationID + "/forms/new", "RecordForm", "form=RADIO place=* early_reason=* from=2026-11-19 broadcast_dates=2026-11-19,2026-11-20", "place", 0},
	{officer, "/console/publications/" + publicationID + "/forms/1/end", "EndForm", "to=2026-11-20 early_reason=*", "early_reason", 0},
	{officer, "/console/obligations/new", "OpenObligation", "item=commune.7 document_number=* decision_date=2026-11-17", "document_number", 0},
	{officer, "/console/obligations/" + someID + "/not-arisen", "MarkNotArisen", "mark_reason=*", "mark_reason", 0},
	{chair, "/console/obligations/" + someID + "/remind", "RemindObligation", "message=*", "message", 0},
	{chair, "/console/obligations/" + someID + "/due", "DecideDueProposal", "decision=accept decide_reason=*", "decide_reason", 0},
	{officer, "/console/withholdings/new", "ProposeWithholding", "item=commune.7 ground=OTHER subject_matter=* justification=* review_date=2027-06-30", "justification", 0},
	{chair, "/console/withholdings/" + someID + "/review", "ReviewWithholding", "review_date=2028-06-30 review_reason=*", "review_reason", 0},
	{chair, "/console/withholdings/" + someID + "/lift", "LiftWithholding", "lift_reason=*", "lift_reason", 0},
	{chair, "/console/withholdings/" + someID + "/approve", "ApproveWithholding", "", "", 0},
	{chair, "/console/withholdings/" + someID + "/decline", "DeclineWithholding", "decline_reason=*", "", 0},
	{officer, "/console/plans/new", "CreatePlan", "year=2027", "", 0},
	{officer, "/console/plans/" + someID + "/lines/new", "AddPlanLine", "item=commune.7 content=* forms=POSTING forms=PORTAL duration_days=30", "content", 0},
	{officer, "/console/plans/" + someID + "/lines/1/edit", "UpdatePlanLine", "item=commune.7 content=* responsible=* forms=POSTING", "responsible", 0},
	{officer, "/console/plans/" + someID + "/lines/1/remove", "RemovePlanLine", "", "", 0},
	{chair, "/console/plans/" + someID + "/adopt", "AdoptPlan", "document_number=* adopted_date=2026-11-20", "document_number", 0},
	{officer, "/console/requests/new", "CreateInformationRequest", "channel=OFFICE arrival_date=2026-11-20 requester_name=* content=*", "content", 0},
	{officer, "/console/requests/" + someID + "/receive", "ReceiveInformationRequest", "complexity=SIMPLE", "", 0},
	{officer, "/console/requests/" + someID + "/extend", "ExtendInformationRequest", "extend_reason=*", "extend_reason", 0},
	{chair, "/console/requests/" + someID + "/due", "DecideInformationRequestDueProposal", "decision=accept decide_reason=*", "decide_reason", 0},
	{officer, "/console/requests/" + someID + "/answer", "AnswerInformationRequest", "answer=* publication=http://127.0.0.1:8080/disclosures/" + publicationID, "answer", 0},
	{chair, "/console/requests/" + someID + "/refuse", "RefuseInformationRequest", "ground=NOT_RESPONSIBLE refusal_reason=*", "refusal_reason", 0},
	{officer, "/console/requests/" + someID + "/transfer", "TransferInformationRequest", "to_unit=08542 transfer_reason=*", "transfer_reason", 0},
	{communeAdmin, "/console/imports/new", "CreateImport", "kind=HOUSEHOLDS valid_from=2026-11-20 dry_run=yes legal_basis=* file_had=handle+abc+ho.csv file_about=", "legal_basis", 0},
	{communeAdmin, "/console/imports/" + someID + "/run", "CreateImport", "file=handle", "file", 0},
	{communeAdmin, "/console/imports/" + someID + "/cancel", "CancelImport", "", "", 0},
	{communeAdmin, "/console/roles/new", "BindRole", "for=08584@2025-07-01 role=COMMUNE_OFFICER subject=* display_name=* valid_from=2026-11-20", "subject", 0},
	{communeAdmin, "/console/roles/" + someID + "/end", "EndRole", "valid_to=2026-12-01 reason=*", "reason", 0},
	{provinceAdmin, "/console/calendar/2026/edit", "SetCalendarYear", "status=DECIDED legal_basis=* date=2026-11-24 name=* kind=STATUTORY", "legal_basis", 0},
	{communeAdmin, "/console/units/08584/villages/new", "CreateUnit", "type=THON display_name=* number=12 valid_from=2026-12-01 legal_basis=*", "display_name", 0},
	{communeAdmin, "/console/units/08584/villages/merge", "ReorganiseUnits", "dissolved=08584.001@2025-07-01 dissolved=08584.002@2025-07-01 type=THON display_name=* number=12 effective_date=2026-12-01 legal_basis=*", "display_name", 0},
	{provinceAdmin, "/console/units/08584.001/split", "ReorganiseUnits", "type1=THON display_name1=* number1=12 type2=THON display_name2=* number2=13 effective_date=2026-12-01 legal_basis=*", "display_name2", 0},
	{communeAdmin, "/console/units/08584.001/rename", "RenameUnit", "type=TO_DAN_PHO display_name=* effective_date=2026-12-01 legal_basis=*", "display_name", 0},
	{officer, "/console/units/08584.001/households/new", "RegisterHousehold", "code=012 address=* full_name=* birth_year=1962 valid_from=2026-11-20", "full_name", 0},
	{officer, "/console/units/08584/households/waiting", "MoveHousehold", "household=" + someID + " to=08584.002@2025-07-01 code=* from=2026-11-20", "code", 0},
	{officer, "/console/households/" + someID + "/representative", "ChangeRepresentative", "person_full_name=* person_from=2026-11-20 person_reason=*", "person_full_name", 0},
	{officer, "/console/households/" + someID + "/split", "SplitHousehold", "split_code=013 split_full_name=* split_from=2026-11-20", "split_full_name", 0},
	{officer, "/console/households/" + someID + "/merge", "MergeHouseholds", "merge_codes=002 merge_from=2026-11-20 merge_reason=*", "merge_reason", 0},
	{officer, "/console/households/" + someID + "/move", "MoveHousehold", "move_to=08584.002@2025-07-01 move_code=044 move_address=* move_from=2026-11-20", "move_address", 0},
	{officer, "/console/households/" + someID + "/end", "EndHousehold", "end_from=2026-12-01 end_reason=*", "end_reason", 0},
	{provinceAdmin, "/console/agencies/new", "RegisterAgency", "for=25 kind=STATE_ENTERPRISE display_name=* contact=* valid_from=2026-11-20", "display_name", 0},
	{communeAdmin, "/console/agencies/" + someID + "/change", "ChangeAgency", "kind=STATE_ENTERPRISE display_name=* contact=*", "contact", 0},
	{communeAdmin, "/console/agencies/" + someID + "/end", "EndAgency", "valid_to=2026-12-01", "", 0},
	{provinceAdmin, "/console/units/08584@2025-07-01/attributes", "UpdateUnitAttributes", "remote=yes", "", 0},
}
