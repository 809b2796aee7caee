//! Ends every response of unknown length with the connection.
//!
//! fails: the_server_ends_a_response_of_unknown_length_as_the_client_can_see_it
//! fails: the_server_leaves_100_out_when_the_content_is_there
//! fails: the_server_says_100_when_it_wants_the_content
//! fails: the_server_sends_no_content_after_head_and_goes_on

// ANCHOR: framing
        match length {
            _ if self.state.switches(status) || matches!(status, Status::NO_CONTENT | Status::NOT_MODIFIED) => {
                Framing::Empty
            }
            Some(length) => Framing::Length(length),
            None => Framing::UntilClose,
        }
// ANCHOR_END: framing
