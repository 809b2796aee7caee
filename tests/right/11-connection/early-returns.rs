//! Asks one question after the other, where the reference joins conditions and matches on states.

// ANCHOR: persists
    let options = fields.combined("Connection").unwrap_or_default();
    let (mut close, mut keep_alive) = (false, false);
    for option in response::members(&options) {
        match option.to_ascii_lowercase().as_slice() {
            b"close" => close = true,
            b"keep-alive" => keep_alive = true,
            _ => {}
        }
    }
    match (close, version < Version::HTTP_11) {
        (true, _) => false,
        (false, true) => keep_alive,
        (false, false) => true,
    }
// ANCHOR_END: persists

// ANCHOR: receive
        while self.is_receiving_content() {
            let part = self.decode_content(input)?;
            if self.state.is_complete() {
                match part {
                    Some(Part::Content(content)) => self.state.discard(content.len()),
                    Some(Part::End(_)) => self.state.next_request(),
                    None => return Ok(None),
                }
                continue;
            }
            return Ok(part.map(|part| match part {
                Part::Content(content) => Event::Content(content),
                Part::End(trailers) => Event::End(trailers),
            }));
        }
        if matches!(self.state.incoming, Incoming::Over) {
            *input = &input[input.len()..];
        }
        if matches!(self.state.incoming, Incoming::Head) { self.decode_head(input) } else { Ok(None) }
// ANCHOR_END: receive

// ANCHOR: continue
        let waits = std::mem::take(&mut self.state.request.expects_continue);
        if !self.is_due() {
            self.state.request.expects_continue = waits;
            return;
        }
        if waits {
            ResponseHead::new(Status::CONTINUE).encode(output);
        }
// ANCHOR_END: continue

// ANCHOR: keep
        if !self.request.persists || self.request.expects_continue {
            return false;
        }
        if framing == Framing::UntilClose || !crate::persists(Version::HTTP_11, &head.fields) {
            return false;
        }
        if self.request.content_wanted {
            return true;
        }
        match self.request.content_left {
            None => true,
            Some(left) => left <= self.most_discarded,
        }
// ANCHOR_END: keep

// ANCHOR: complete
        self.outgoing = Outgoing::Complete;
        match self.incoming {
            Incoming::Complete if self.request.persists => self.next_request(),
            Incoming::Content(_) if self.request.persists => {}
            _ => self.incoming = Incoming::Over,
        }
// ANCHOR_END: complete

// ANCHOR: repeat
    match error {
        ResponseError::NoResponse if connection_was_used => {
            method.is_safe() || matches!(method, Method::Put | Method::Delete)
        }
        _ => false,
    }
// ANCHOR_END: repeat
