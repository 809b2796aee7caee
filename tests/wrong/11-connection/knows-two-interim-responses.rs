//! Takes 1xx responses that it does not know for the final one.
//!
//! fails: the_client_finds_the_end_of_each_kind_of_response

// ANCHOR: interim
                Some(head) if matches!(head.status.code(), 100 | 103) => Ok(Some(ResponseEvent::Interim(head))),
// ANCHOR_END: interim
