// Package app holds the actions of disclosure, one file each. An action looks who is asking (package authz decides by the
// policies), reads what the rules need to know (the unit, the calendar, the item of the catalogue), lets the domain decide,
// and has the store write the outcome together with its facts, audit entries and notices in one transaction.
//
// Actions know the Store interface and nothing of SQL; the domain knows neither.
package app
