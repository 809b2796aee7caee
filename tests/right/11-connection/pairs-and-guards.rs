//! Matches on pairs, leaves early, and compares an Option with an Option.

// ANCHOR: persists
    let option = |name| fields.lists("Connection", name);
    match (option("close"), option("keep-alive")) {
        (true, _) => false,
        (false, true) => true,
        (false, false) => version >= Version::HTTP_11,
    }
// ANCHOR_END: persists

// ANCHOR: receive
        while let Incoming::Content(_) = self.state.incoming {
            let answered = self.state.is_complete();
            let Some(part) = self.decode_content(input)? else { return Ok(None) };
            match (part, answered) {
                (Part::Content(content), true) => self.state.discard(content.len()),
                (Part::End(_), true) => self.state.next_request(),
                (Part::Content(content), false) => return Ok(Some(Event::Content(content))),
                (Part::End(trailers), false) => return Ok(Some(Event::End(trailers))),
            }
        }
        if matches!(self.state.incoming, Incoming::Head) {
            return self.decode_head(input);
        }
        if matches!(self.state.incoming, Incoming::Over) {
            *input = &[];
        }
        Ok(None)
// ANCHOR_END: receive

// ANCHOR: continue
        if !self.is_due() || !std::mem::take(&mut self.state.request.expects_continue) {
            return;
        }
        for line in ["HTTP/1.1 100 Continue", ""] {
            output.extend_from_slice(line.as_bytes());
            output.extend_from_slice(b"\r\n");
        }
// ANCHOR_END: continue

// ANCHOR: keep
        let Request { persists, expects_continue, content_wanted, content_left, .. } = self.request;
        let too_much = !content_wanted && content_left > Some(self.most_discarded);
        let closes = head.fields.lists("connection", "Close") || matches!(framing, Framing::UntilClose);
        persists && !(closes || expects_continue || too_much)
// ANCHOR_END: keep

// ANCHOR: complete
        self.outgoing = Outgoing::Complete;
        match (self.request.persists, &self.incoming) {
            (false, _) => self.incoming = Incoming::Over,
            (true, Incoming::Complete) => self.next_request(),
            (true, _) => {}
        }
// ANCHOR_END: complete

// ANCHOR: repeat
    match error {
        ResponseError::NoResponse => connection_was_used && method.is_idempotent(),
        _ => false,
    }
// ANCHOR_END: repeat
