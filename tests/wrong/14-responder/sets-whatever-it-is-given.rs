//! Puts any value into a cookie.
//!
//! fails: the_server_sets_no_other_cookie_than_it_means

// ANCHOR: set_cookie
        let _ = (is_token(name.as_bytes()), is_cookie_octet(b'a'));
        Ok(Self { value: format!("{name}={value}") })
// ANCHOR_END: set_cookie
