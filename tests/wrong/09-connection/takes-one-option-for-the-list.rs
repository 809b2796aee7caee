//! Compares the whole value, in any letter case, but not the members of the list.
//!
//! fails: nothing_yet

// ANCHOR: persists
    let is = |option: &str| {
        fields.all("Connection").any(|field| field.value().eq_ignore_ascii_case(option.as_bytes()))
    };
    !is("close") && (version >= Version::HTTP_11 || is("keep-alive"))
// ANCHOR_END: persists
