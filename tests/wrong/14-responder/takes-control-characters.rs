//! Takes control characters for a part of a password.
//!
//! fails: the_server_takes_no_credentials_that_are_none

// ANCHOR: credentials
        let (scheme, encoded) = value.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("Basic") {
            return None;
        }
        let text = String::from_utf8(decode(encoded.trim_matches(' '))?).ok()?;
        let (user, password) = text.split_once(':')?;
        Some(Self { user: user.to_owned(), password: password.to_owned() })
// ANCHOR_END: credentials
