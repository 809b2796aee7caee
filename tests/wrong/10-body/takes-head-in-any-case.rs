//! Takes the method head, which is another one, for HEAD.
//!
//! fails: the_client_finds_content_in_all_other_responses

// ANCHOR: no_content
    let is = |name: &str| method.as_str().eq_ignore_ascii_case(name);
    let connected = is("CONNECT") && status.class() == Class::Successful;
    is("HEAD") || connected || status.class() == Class::Informational || [204, 304].contains(&status.code())
// ANCHOR_END: no_content
