//! Ends the lines between parts with LF.
//!
//! fails: the_server_goes_on_after_every_kind_of_response
//! fails: the_server_parts_its_parts_by_what_no_content_holds
//! fails: the_server_sends_several_ranges_in_one_message

// ANCHOR: pieces
        let mut pieces = Vec::with_capacity(2 * parts.len() + 1);
        let mut line_end = "";
        for part in parts {
            let head = format!(
                "{line_end}--{}\nContent-Type: {}\nContent-Range: {}\n\n",
                self.boundary,
                self.media_type,
                content_range(part, self.length)
            );
            pieces.push(Piece::octets(head));
            pieces.push(Piece::Part(part.clone()));
            line_end = "\n";
        }
        pieces.push(Piece::octets(format!("\n--{}--\n", self.boundary)));
        pieces
// ANCHOR_END: pieces
