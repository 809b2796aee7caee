//! Knows the scheme in one spelling only.
//!
//! fails: the_server_knows_its_user

// ANCHOR: credentials
        let (scheme, encoded) = value.split_once(' ')?;
        if scheme != "Basic" {
            return None;
        }
        let text = String::from_utf8(decode(encoded.trim_matches(' '))?).ok()?;
        if text.contains(char::is_control) {
            return None;
        }
        let (user, password) = text.split_once(':')?;
        Some(Self { user: user.to_owned(), password: password.to_owned() })
// ANCHOR_END: credentials
