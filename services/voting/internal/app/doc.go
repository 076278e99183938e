// Package app is what one can do in voting: one action a file. An action asks the policy who may, gathers what the rules need
// to know, has the rules decide and hands what became of it to the store, in one transaction.
//
// The rooms of the service meet here: [Actions] has the parts, [Store] and [Tx] keep rows, [Actions.moveVote] is the way of
// every change to a vote that exists, and [Count] is what a meeting, a ballot on paper or a ballot online tells the vote.
package app
