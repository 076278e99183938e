package forms

import "image/color"

// blackAndWhite is all a printer needs for a code: one bit for each point.
var blackAndWhite = color.Palette{color.White, color.Black}
