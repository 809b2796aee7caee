//! Turns methods into capitals before it compares them.
//!
//! fails: the_server_answers_an_unknown_method_with_501

// ANCHOR: method
    let capitals = name.to_ascii_uppercase();
    let known = Self::KNOWN.into_iter().find(|method| method.as_str().as_bytes() == capitals);
    known.or_else(|| syntax::is_token(name).then(|| Self::Extension(Extension(syntax::ascii(name).into()))))
// ANCHOR_END: method
