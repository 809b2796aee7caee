//! Puts what a client sent into a page as it came.
//!
//! fails: the_server_refuses_what_it_cannot_take_and_goes_on

// ANCHOR: not_found
    Error::page(Status::NOT_FOUND, format!("There is nothing at <code>{target}</code> here."))
// ANCHOR_END: not_found
