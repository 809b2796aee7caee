//! Chunks every response of unknown length.
//!
//! fails: the_server_ends_a_response_of_unknown_length_as_the_client_can_see_it

// ANCHOR: framing
        match length {
            _ if self.state.switches(status) || matches!(status, Status::NO_CONTENT | Status::NOT_MODIFIED) => {
                Framing::Empty
            }
            Some(length) => Framing::Length(length),
            None => Framing::Chunked,
        }
// ANCHOR_END: framing
