package domain

// Reasons of the rooms around the rules: what is asked of them cannot be resolved before a rule is asked.
const (
	UnitNotFound      Reason = "UNIT_NOT_FOUND"
	AgencyNotFound    Reason = "AGENCY_NOT_FOUND"
	AttachmentInvalid Reason = "ATTACHMENT_INVALID"
	PageTokenInvalid  Reason = "PAGE_TOKEN_INVALID"
	QueryEmpty        Reason = "QUERY_EMPTY"
)

// Reasons of the secret ballot, whose tokens the rules do not know.
const (
	CredentialDrawn   Reason = "CREDENTIAL_DRAWN"     // with another blinded message
	TokenUsed         Reason = "TOKEN_USED"           // for another choice
	TokenInvalid      Reason = "BALLOT_TOKEN_INVALID" // its signature does not hold
	IdentityNotWanted Reason = "IDENTITY_NOT_WANTED"  // a secret ballot comes without a token of identity
)
