//! Looks for a name and a password in any scheme.
//!
//! fails: the_server_takes_no_credentials_that_are_none

// ANCHOR: credentials
        let (scheme, encoded) = value.split_once(' ')?;
        if scheme.is_empty() {
            return None;
        }
        let text = String::from_utf8(decode(encoded.trim_matches(' '))?).ok()?;
        if text.contains(char::is_control) {
            return None;
        }
        let (user, password) = text.split_once(':')?;
        Some(Self { user: user.to_owned(), password: password.to_owned() })
// ANCHOR_END: credentials
