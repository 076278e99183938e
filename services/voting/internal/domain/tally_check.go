package domain

import "strconv"

// Check refuses numbers that cannot be: below nothing, above the ballots handed out or the representatives present,
// above the roll.
func (t Tally) Check(form Form, method Method, total, seats int) error {
	for _, one := range []struct {
		field string
		n     int
	}{
		{"yes", t.Yes},
		{"no", t.No},
		{"other", t.Other},
		{"blank", t.Blank},
		{"invalid", t.Invalid},
		{"issued", t.Issued},
		{"returned", t.Returned},
		{"present", t.Present},
	} {
		if one.n < 0 {
			return Refuse(CountNegative, one.field, "value", strconv.Itoa(one.n))
		}
	}
	above := func(reason Reason, field string, n, most int, basis string) error {
		return Refuse(reason, field, "value", strconv.Itoa(n), "most", strconv.Itoa(most)).On(basis)
	}
	voters := t.Voters()
	switch {
	case voters > total:
		return above(CountAboveRoll, "voters", voters, total, "Điều 19 khoản 3, Điều 21 khoản 1 Luật 10/2022/QH15")
	case t.Issued > total:
		return above(CountAboveRoll, "issued", t.Issued, total, "Điều 19 khoản 3 Luật 10/2022/QH15")
	case t.Present > total:
		return above(CountAboveRoll, "present", t.Present, total, "Điều 18 khoản 1 Luật 10/2022/QH15")
	case form == MeetingForm && voters > t.Present:
		return above(CountAbovePresent, "voters", voters, t.Present, "Điều 3 khoản 5 điểm c Nghị định 59/2023/NĐ-CP")
	case form == MeetingForm && t.Issued > t.Present:
		return above(CountAbovePresent, "issued", t.Issued, t.Present, "Điều 3 khoản 5 điểm c Nghị định 59/2023/NĐ-CP")
	case t.Returned > t.Issued:
		return above(CountAboveIssued, "returned", t.Returned, t.Issued, "Điều 19 khoản 3 Luật 10/2022/QH15")
	case method != ShowOfHands && form != OnlineForm && voters != t.Returned:
		return above(CountAboveIssued, "voters", voters, t.Returned, "Điều 4 khoản 6 Nghị định 59/2023/NĐ-CP")
	}
	if method == ShowOfHands {
		return t.checkCandidates(t.Present, seats)
	}
	return t.checkCandidates(t.Returned-t.Blank-t.Invalid, seats)
}

// checkCandidates: nobody has more votes than there are ballots, and all together no more than each ballot may name. Of a
// second ballot at the same meeting only those present bound the numbers.
func (t Tally) checkCandidates(valid, seats int) error {
	sums := map[int]int{}
	for i, one := range t.Candidates {
		most := valid
		if one.Ballot > 1 {
			most = t.Present
		}
		sums[one.Ballot] += one.Votes
		field := "candidates[" + strconv.Itoa(i) + "].votes"
		switch {
		case one.Votes < 0:
			return Refuse(CountNegative, field, "value", strconv.Itoa(one.Votes))
		case one.Votes > most:
			return Refuse(CountAboveIssued, field, "value", strconv.Itoa(one.Votes), "most", strconv.Itoa(max(most, 0)))
		case sums[one.Ballot] > most*max(seats, 1):
			return Refuse(CountAboveIssued, "candidates", "value", strconv.Itoa(sums[one.Ballot]), "most", strconv.Itoa(most*max(seats, 1)))
		}
	}
	return nil
}
