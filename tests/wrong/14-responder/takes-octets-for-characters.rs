//! Takes each octet for a character, as Latin-1 has it.
//!
//! fails: the_server_knows_its_user
//! fails: the_server_takes_no_credentials_that_are_none

// ANCHOR: credentials
        let (scheme, encoded) = value.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("Basic") {
            return None;
        }
        let text = decode(encoded.trim_matches(' '))?.into_iter().map(char::from).collect::<String>();
        if text.contains(char::is_control) {
            return None;
        }
        let (user, password) = text.split_once(':')?;
        Some(Self { user: user.to_owned(), password: password.to_owned() })
// ANCHOR_END: credentials
