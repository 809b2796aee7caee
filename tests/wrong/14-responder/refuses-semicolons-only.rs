//! Looks for semicolons only.
//!
//! fails: the_server_sets_no_other_cookie_than_it_means

// ANCHOR: set_cookie
        let _ = is_cookie_octet;
        if !is_token(name.as_bytes()) || value.contains(';') {
            return Err(InvalidCookie);
        }
        Ok(Self { value: format!("{name}={value}") })
// ANCHOR_END: set_cookie
