//! Puts the client's text into the page as it is.
//!
//! fails: the_server_explains_every_refusal_and_escapes_what_it_shows

// ANCHOR: escaped
/// Text as it came.
fn escaped(text: &str) -> String {
    text.to_owned()
}
// ANCHOR_END: escaped
