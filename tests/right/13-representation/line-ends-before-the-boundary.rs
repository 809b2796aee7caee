//! Writes a line end in front of every boundary, the first one too, names in small letters, and none behind the last one.

// ANCHOR: pieces
        let mut pieces = Vec::new();
        for part in parts {
            let range = content_range(part, self.length);
            let head = [
                format!("\r\n--{}\r\n", self.boundary),
                format!("content-range: {range}\r\n"),
                format!("content-type: {}\r\n\r\n", self.media_type),
            ];
            pieces.push(Piece::octets(head.concat()));
            pieces.push(Piece::Part(part.start..part.end));
        }
        pieces.push(Piece::octets(format!("\r\n--{}--", self.boundary)));
        pieces
// ANCHOR_END: pieces
