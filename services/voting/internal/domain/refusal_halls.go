package domain

// Reasons of the rooms of meetings and papers.
const (
	DoorCodeInvalid  Reason = "DOOR_CODE_INVALID"  // wrong, or shown too long ago
	DocumentNotReady Reason = "DOCUMENT_NOT_READY" // what the form tells is not recorded yet
)
