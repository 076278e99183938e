package gateway_test

import (
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"
	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
)

// registerVoting adds the services of voting; what they answer stands in voteAnswers.
func registerVoting(server *grpc.Server) {
	votingv1.RegisterVoteServiceServer(server, votingv1.UnimplementedVoteServiceServer{})
	votingv1.RegisterRollServiceServer(server, votingv1.UnimplementedRollServiceServer{})
	votingv1.RegisterDecisionServiceServer(server, votingv1.UnimplementedDecisionServiceServer{})
	votingv1.RegisterCandidateServiceServer(server, votingv1.UnimplementedCandidateServiceServer{})
	votingv1.RegisterMeetingServiceServer(server, votingv1.UnimplementedMeetingServiceServer{})
	votingv1.RegisterPaperServiceServer(server, votingv1.UnimplementedPaperServiceServer{})
	votingv1.RegisterOnlineServiceServer(server, votingv1.UnimplementedOnlineServiceServer{})
	votingv1.RegisterInitiativeServiceServer(server, votingv1.UnimplementedInitiativeServiceServer{})
	votingv1.RegisterDocumentServiceServer(server, votingv1.UnimplementedDocumentServiceServer{})
}

const (
	voteID     = "0193f2a0-7c11-7aaa-8bbb-0123456789ae"
	commitment = "5b0f6f0e1a3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6"
)

func basis(text string) *typev1.LegalBasis { return &typev1.LegalBasis{Text: text} }

func twoThirds() *votingv1.Threshold {
	return &votingv1.Threshold{Denominator: "households", Total: 61, Needed: 41, Share: "≥ 2/3", Basis: basis("Điều 21 khoản 1 Luật 10/2022/QH15")}
}

// aVote is a secret online vote of Sụ Ngoài in a state.
func aVote(state votingv1.VoteState) *votingv1.Vote {
	one := &votingv1.Vote{
		Name: "votes/" + voteID, Etag: "4", Unit: villages[0].Name, UnitName: "Thôn Sụ Ngoài", Matter: votingv1.Matter_MATTER_CONTRIBUTION, Act: votingv1.Act_ACT_DECIDE,
		Scope: votingv1.Scope_SCOPE_VILLAGE, Form: votingv1.Form_FORM_ONLINE, Method: votingv1.Method_METHOD_SECRET_BALLOT, State: state,
		Title: "Đóng góp làm đường bê tông ngõ xóm", Question: "Hộ ông (bà) có đồng ý đóng góp 500.000 đồng để làm 420 m đường bê tông ngõ xóm không?",
		Explanation: "Đường đất dài 420 m, rộng 3 m, lầy lội vào mùa mưa.\n\nTổng chi phí 96 triệu đồng: xã hỗ trợ xi măng 65,5 triệu, còn lại các hộ đóng góp.",
		Round:       1, Households: 61, Threshold: twoThirds(), OpensTime: timestamppb.New(now.Add(-48 * time.Hour)), ClosesTime: timestamppb.New(now.Add(48 * time.Hour)),
		AnnouncedTime: timestamppb.New(now.Add(-120 * time.Hour)), Participants: 23,
		Agreements: []*votingv1.Agreement{
			{Body: votingv1.Body_BODY_VILLAGE_HEAD, Given: true, GivenTime: timestamppb.New(now.Add(-130 * time.Hour)), Basis: basis("Điều 16 khoản 2")},
			{Body: votingv1.Body_BODY_VILLAGE_FRONT, Given: true, GivenTime: timestamppb.New(now.Add(-129 * time.Hour)), Basis: basis("Điều 16 khoản 2")},
		},
		Steps: []*votingv1.Step{{Kind: "voting.meeting.notice", Text: "Thông báo trước ít nhất 02 ngày", Due: due()}, {Kind: "voting.posting", Text: "Niêm yết", Due: due(), DoneDate: "2026-11-14"}},
		Rules: &votingv1.RulePack{AsOf: "2026-11-15", Sha256: commitment, Canonical: "danchu rules\nvoting.threshold 2/3\n", Rules: []*votingv1.FrozenRule{
			{RuleId: "voting.threshold.contribution", EffectiveFrom: "2023-07-01", Value: "≥ 2/3", Basis: basis("Điều 21 khoản 1 điểm a")},
		}},
		Team:        &votingv1.Team{Kind: votingv1.TeamKind_TEAM_KIND_ONLINE, Members: []*votingv1.TeamMember{{FullName: "Phùng Thị Lan", Role: "lead", Front: true}, {FullName: "Đinh Văn Tuấn"}, {FullName: "Hà Thị Thu"}}},
		OptIn:       &votingv1.OptIn{Agreed: 38, Declined: 4, Reached: true, Threshold: &votingv1.Threshold{Denominator: "households", Total: 61, Needed: 31, Share: "> 1/2"}},
		Rounds:      []*votingv1.Round{{Number: 1, Form: votingv1.Form_FORM_ONLINE, Method: votingv1.Method_METHOD_SECRET_BALLOT, Notice: &votingv1.Notice{Date: "2026-11-15", PostedDate: "2026-11-14", Channels: []votingv1.NoticeChannel{votingv1.NoticeChannel_NOTICE_CHANNEL_LOUDSPEAKER}}}},
		Log:         &votingv1.LogInfo{Origin: "127.0.0.1:8080/log/votes/" + voteID, Path: "/log/votes/" + voteID, VerifierKey: "danchu+00000000+AAAA", BallotKey: "MIIBIjAN"},
		Attachments: []*typev1.Attachment{{FileName: "dự toán.pdf", SizeBytes: 23104, Sha256: "abc", Description: "Dự toán chi phí"}},
	}
	if state >= votingv1.VoteState_VOTE_STATE_PASSED {
		settled(one)
	}
	return one
}

// settled adds what the count came to and the decision.
func settled(one *votingv1.Vote) {
	one.ClosedTime, one.Participants = timestamppb.New(now.Add(-24*time.Hour)), 53
	one.Result = &votingv1.Result{
		Passed: true, Participants: 53, Invalid: 1, Threshold: twoThirds(), Explanation: "Được thông qua: 44 trên tổng số 61 hộ gia đình đồng ý; cần 41.",
		Counts: []*votingv1.Count{
			{Option: "AGREE", Label: "Đồng ý", Votes: 44, ShareMillionths: 721311},
			{Option: "DISAGREE", Label: "Không đồng ý", Votes: 6, ShareMillionths: 98360},
			{Option: "OTHER", Label: "Ý kiến khác", Votes: 2, ShareMillionths: 32786},
		},
	}
	one.Decision = &votingv1.Decision{
		Kind: "nghi_quyet", Number: "02/NQ-SN", Text: "Các hộ đóng góp 500.000 đồng.", Discussed: "Cả thôn bàn về mức đóng góp.", Date: "2026-11-19",
		Households: 61, Present: 53, Absent: 8, SendDue: due(), SentDate: "2026-11-20", Recogniser: votingv1.Body_BODY_PEOPLES_COMMITTEE, ReceivedDate: "2026-11-20",
		RecogniseDue: due(), EffectiveDate: "2026-11-20", Digest: commitment, Signatures: []*votingv1.Signature{{Name: "Phùng Thị Lan", Capacity: "front_head", Date: "2026-11-19"}},
	}
}

var aReceipt = &votingv1.Receipt{Vote: "votes/" + voteID, Commitment: commitment, Promise: "danchu.voting.v1.promise\n", Proof: "c2sp.org/tlog-proof@v1\n", Index: 6}

var aMeeting = &votingv1.Meeting{
	Vote: "votes/" + voteID, Households: 61, Present: 38, Needed: 41, Agenda: []string{"Chào cờ", "Bàn việc làm đường"},
	Motions: []*votingv1.Motion{
		{Id: "1", Subject: "secretary", For: 36, Attending: 38, Carried: true, People: []string{"Hà Thị Thu"}},
		{Id: "2", Subject: "method", For: 30, Against: 5, Attending: 38, Carried: true, Method: votingv1.Method_METHOD_SHOW_OF_HANDS},
	},
	Sessions: []*votingv1.Session{{Id: "08584.001@2025-07-01", Place: "Nhà văn hóa thôn", Present: 38, Counted: true, Invalid: 1, Counts: []*votingv1.Count{{Option: "AGREE", Label: "Đồng ý", Votes: 30}}}},
}

var anInitiative = &votingv1.Initiative{
	Name: "initiatives/" + someID, Etag: "2", Village: villages[0].Name, VillageName: "Thôn Sụ Ngoài", Title: "Lắp đèn đường ngõ 3", Text: "Ngõ tối, hay có tai nạn.",
	State: votingv1.InitiativeState_INITIATIVE_STATE_COLLECTING, Consents: 4, Needed: 7, Households: 61, Mine: true, Basis: basis("Điều 16 khoản 3"), CreateTime: timestamppb.New(now),
}

var anEntry = &votingv1.RollEntry{Household: "households/" + someID, Village: villages[0].Name, Code: "012", Address: "Ngõ 3, thôn Sụ Ngoài", Representative: "Đinh Thị Mai"}

// voteAnswers are what voting answers unless a test says otherwise.
var voteAnswers = map[string]proto.Message{
	"GetVote":     aVote(votingv1.VoteState_VOTE_STATE_OPEN),
	"SearchVotes": &votingv1.SearchVotesResponse{Votes: []*votingv1.Vote{aVote(votingv1.VoteState_VOTE_STATE_OPEN), aVote(votingv1.VoteState_VOTE_STATE_IN_EFFECT)}, NextPageToken: "next"},
	"ListMyVotes": &votingv1.ListMyVotesResponse{Votes: []*votingv1.MyVote{
		{Vote: aVote(votingv1.VoteState_VOTE_STATE_OPEN), CredentialDrawn: true}, {Vote: aVote(votingv1.VoteState_VOTE_STATE_IN_EFFECT), TookPart: true, ByForm: votingv1.Form_FORM_PAPER},
	}},
	"GetMyRollEntry":   anEntry,
	"GetMeeting":       aMeeting,
	"GetReceipt":       aReceipt,
	"CastOpenVote":     aReceipt,
	"ListParticipants": &votingv1.ListParticipantsResponse{Total: 2, Participants: []*votingv1.Participant{{Code: "012", ByForm: "ONLINE"}, {Code: "013", ByForm: "MEETING"}}},
	"ListProgress": &votingv1.ListProgressResponse{CollectedVnd: 22_000_000, SpentVnd: 12_500_000, Percent: 40, Entries: []*votingv1.ProgressEntry{
		{Name: "votes/" + voteID + "/progress/1", Date: "2026-11-20", Text: "Đã đổ bê tông 160 m đầu ngõ.", Kind: votingv1.ProgressKind_PROGRESS_KIND_SPENT, AmountVnd: 12_500_000, Percent: 40},
	}},
	"ListVotes":            &votingv1.ListVotesResponse{Votes: []*votingv1.Vote{onDesk(votingv1.VoteState_VOTE_STATE_ANNOUNCED, "OpenVote")}},
	"ListWaitingDecisions": &votingv1.ListWaitingDecisionsResponse{Votes: []*votingv1.Vote{onDesk(votingv1.VoteState_VOTE_STATE_SENT, "RecogniseDecision", "RefuseRecognition")}},
	"ListLawfulForms": &votingv1.ListLawfulFormsResponse{
		Forms: []*votingv1.LawfulForm{
			{Form: votingv1.Form_FORM_MEETING, Lawful: true, Explanation: "Được dùng (Điều 18)."},
			{Form: votingv1.Form_FORM_PAPER, Lawful: true, FallbackOnly: true, Explanation: "Chỉ được dùng sau cuộc họp không đủ người (Điều 19 khoản 1)."},
			{Form: votingv1.Form_FORM_ONLINE, Explanation: "Pháp luật không cho dùng hình thức này cho nội dung này."},
		},
		Threshold:  &votingv1.Threshold{Denominator: "households", Share: "> 1/2", Basis: basis("Điều 21 khoản 1")},
		Agreements: []*votingv1.Agreement{{Body: votingv1.Body_BODY_VILLAGE_FRONT}}, Recogniser: votingv1.Body_BODY_PEOPLES_COMMITTEE,
	},
	"ListRollEntries":    &votingv1.ListRollEntriesResponse{Entries: []*votingv1.RollEntry{anEntry, {Household: "households/2", Code: "CB-07"}, {Household: "households/3", Code: "SN-08"}, {Household: "households/4", Code: "CB-08"}}, Total: 61},
	"ListRollObjections": &votingv1.ListRollObjectionsResponse{Objections: []*votingv1.RollObjection{{Name: "votes/" + voteID + "/objections/" + someID, Text: "Hộ tôi bị thiếu.", CreateTime: timestamppb.New(now)}}},
	"GetDoorCode":        &votingv1.DoorCode{Code: "482913", ExpireTime: timestamppb.New(now.Add(time.Minute))},
	"GetPaperBallotBox":  &votingv1.PaperBallotBox{Vote: "votes/" + voteID, Issued: 23, Returned: 20, Tallies: []*votingv1.TellerTally{{Teller: "Hà Thị Thu", Entered: true}}},
	"ListVoteDocuments":  &votingv1.ListVoteDocumentsResponse{Documents: []*votingv1.VoteDocument{{Form: "nd59-01", Title: "Giấy mời họp", Ready: true, Basis: basis("Mẫu số 01")}, {Form: "nd59-02", Title: "Biên bản"}}},
	"RenderVoteDocument": &votingv1.RenderedDocument{Data: []byte("<!DOCTYPE html><title>Giấy mời</title>"), ContentType: "text/html; charset=utf-8", FileName: "giay-moi.html"},
	"GetInitiative":      anInitiative,
	"ListInitiatives":    &votingv1.ListInitiativesResponse{Initiatives: []*votingv1.Initiative{anInitiative}},
	"ReadLog":            &votingv1.LogResource{Data: []byte("tile"), ContentType: "application/octet-stream", Immutable: true},
}

// onDesk is a vote as its staff see it, with what they may do next.
func onDesk(state votingv1.VoteState, actions ...string) *votingv1.Vote {
	one := aVote(state)
	one.Author = &votingv1.Official{DisplayName: "Đinh Văn Tuấn"}
	if state <= votingv1.VoteState_VOTE_STATE_AGREED {
		one.AnnouncedTime = nil
	}
	for _, action := range actions {
		blocked := ""
		if rest, ok := strings.CutPrefix(action, "!"); ok {
			action, blocked = rest, "Còn phản ánh về danh sách chưa được trả lời."
		}
		one.NextActions = append(one.NextActions, &votingv1.NextAction{Action: action, Label: action, Due: due(), BlockedBy: blocked, Basis: basis("Điều 18 khoản 2 Luật 10/2022/QH15")})
	}
	return one
}

// as a meeting or on paper.
func held(one *votingv1.Vote, form votingv1.Form) *votingv1.Vote {
	one.Form, one.Rounds[0].Form = form, form
	return one
}

// elects lets a vote choose persons.
func elects(one *votingv1.Vote) *votingv1.Vote {
	one.Matter, one.Act, one.Seats = votingv1.Matter_MATTER_VILLAGE_HEAD, votingv1.Act_ACT_ELECT, 1
	one.Candidates = []*votingv1.Candidate{{Id: "c1", FullName: "Đinh Văn Tuấn", ProposedBy: "FRONT"}}
	return one
}
