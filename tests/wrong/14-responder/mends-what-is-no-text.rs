//! Puts a sign in the place of what is no UTF-8, and goes on. The password is another one then, but for whom it is that.
//!
//! fails: the_server_takes_no_credentials_that_are_none

// ANCHOR: credentials
        let (scheme, encoded) = value.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("Basic") {
            return None;
        }
        let text = String::from_utf8_lossy(&decode(encoded.trim_matches(' '))?).into_owned();
        if text.contains(char::is_control) {
            return None;
        }
        let (user, password) = text.split_once(':')?;
        Some(Self { user: user.to_owned(), password: password.to_owned() })
// ANCHOR_END: credentials
