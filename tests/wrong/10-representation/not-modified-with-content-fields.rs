//! Sends with 304 what it would send with 200.
//!
//! fails: the_server_does_not_send_again_what_the_client_has

// ANCHOR: not_modified
    let mut answer = Answer::new(Status::NOT_MODIFIED);
    set_validators(&mut answer, representation, true);
    set_content_fields(&mut answer, representation, &representation.media_type);
    answer
// ANCHOR_END: not_modified
