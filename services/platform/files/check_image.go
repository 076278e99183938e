package files

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	_ "image/jpeg" // registers the decoder of headers
	_ "image/png"  // registers the decoder of headers

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// mostPixels keeps a small file from becoming a huge picture in a reader.
const mostPixels = 100_000_000

func checkPNG(s *spool) error {
	if err := s.checkPicture(); err != nil {
		return err
	}
	tail, err := s.tail(12)
	if err != nil {
		return err
	}
	if !bytes.Equal(tail, []byte("\x00\x00\x00\x00IEND\xaeB\x60\x82")) {
		return refuse(ReasonPolyglot, what("IEND"))
	}
	return s.noPage()
}

// checkJPEG allows data after the end of the picture, which cameras write, but
// no page and no archive.
func checkJPEG(s *spool) error {
	if err := s.checkPicture(); err != nil {
		return err
	}
	if end, err := s.find("\xff\xd9"); err != nil || end == "" {
		if err != nil {
			return err
		}
		return s.damaged("EOI")
	}
	return s.noPage()
}

func checkWebP(s *spool) error {
	if s.size < 20 || int64(binary.LittleEndian.Uint32(s.head[4:8]))+8 != s.size+s.size%2 && int64(binary.LittleEndian.Uint32(s.head[4:8]))+8 != s.size {
		return s.damaged("RIFF")
	}
	switch string(s.head[12:16]) {
	case "VP8 ", "VP8L", "VP8X":
		return s.noPage()
	}
	return s.damaged("VP8")
}

func (s *spool) checkPicture() error {
	config, _, err := image.DecodeConfig(s.reader())
	if err != nil {
		return s.damaged("header")
	}
	if config.Width <= 0 || config.Height <= 0 || int64(config.Width)*int64(config.Height) > mostPixels {
		return refuse(ReasonDamaged, fault.Param("kind", string(s.kind)), what(fmt.Sprintf("%d × %d", config.Width, config.Height)))
	}
	return nil
}

// noPage refuses binary files that hold the beginning of a page, of a script or
// the directory of an archive.
func (s *spool) noPage() error {
	found, err := s.find("<!doctype", "<html", "<script", "<svg", "<iframe", "<?php", "%pdf-", "pk\x05\x06")
	if err != nil {
		return err
	}
	if found != "" {
		return refuse(ReasonPolyglot, what(found))
	}
	return nil
}

// checkMP3 wants a frame of MPEG layer III after the tags.
func checkMP3(s *spool) error {
	at := int64(0)
	if bytes.HasPrefix(s.head, []byte("ID3")) && len(s.head) >= 10 {
		size := int64(0)
		for _, b := range s.head[6:10] {
			size = size<<7 | int64(b&0x7f)
		}
		at = 10 + size
	}
	frame := make([]byte, 4)
	if _, err := s.file.ReadAt(frame, at); err != nil || at+4 > s.size {
		return s.damaged("frame")
	}
	layerIII := frame[0] == 0xFF && frame[1]&0xE6 == 0xE2 && frame[2]&0xF0 != 0xF0 && frame[2]&0x0C != 0x0C
	if !layerIII {
		return s.damaged("frame")
	}
	return s.noPage()
}
