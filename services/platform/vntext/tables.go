package vntext

// The upper halves of the one-byte encodings, from 0x80 to 0xFF.

// TCVN3 is the name people give to TCVN 5712:1993 as the ".Vn" fonts use it. The
// capitals those fonts draw with the letters of the small ones come out small.
const tcvn3Upper = "" +
	"ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨ" +
	"ÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ" +
	"\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ" +
	"\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ" +
	"ẮẦẨẪẤỀặầẩẫấậèỂẻẽ" +
	"éẹềểễếệìỉỄẾỒĩíịò" +
	"Ổỏõóọồổỗốộờởỡớợù" +
	"ỖủũúụừửữứựỳỷỹýỵỐ"

const visciiUpper = "" +
	"ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ" +
	"ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ" +
	"Õắằặấầẩậẽẹếềểễệố" +
	"ồổỗỠƠộờởịỰỨỪỬơớƯ" +
	"ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ" +
	"ĐứÒÓÔạỷừửÙÚỹỵÝỡư" +
	"àáâãảăữẫèéêẻìíĩỉ" +
	"đựòóôõỏọụùúũủýợỮ"

// visciiLower are the six capitals VISCII puts in place of control characters.
var visciiLower = map[byte]rune{0x02: 'Ẳ', 0x05: 'Ẵ', 0x06: 'Ẫ', 0x14: 'Ỷ', 0x19: 'Ỹ', 0x1e: 'Ỵ'}

// VNI-Windows writes most letters as two bytes: a plain letter and a mark. The
// marks are given by the characters that windows-1252 shows for their bytes.
const (
	vniTones       = "ùøûõï"  // sắc, huyền, hỏi, ngã, nặng on a plain letter
	vniCircumflex  = "âáàåãä" // mũ alone, then with the five tones
	vniBreve       = "êéèúüë" // trăng alone, then with the five tones
	combiningTones = "\u0301\u0300\u0309\u0303\u0323"
)

// vniSingles are the letters VNI-Windows writes as one byte.
var vniSingles = map[byte]rune{
	0xf4: 'ơ', 0xd4: 'Ơ', 0xf6: 'ư', 0xd6: 'Ư', 0xf1: 'đ', 0xd1: 'Đ', 0xee: 'ỵ', 0xce: 'Ỵ',
	0xed: 'í', 0xec: 'ì', 0xe6: 'ỉ', 0xf3: 'ĩ', 0xf2: 'ị',
	0xcd: 'Í', 0xcc: 'Ì', 0xc6: 'Ỉ', 0xd3: 'Ĩ', 0xd2: 'Ị',
}
