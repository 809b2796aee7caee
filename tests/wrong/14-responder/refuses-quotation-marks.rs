//! Takes no value in quotation marks.
//!
//! fails: the_server_lets_a_client_keep_a_name

// ANCHOR: set_cookie
        if !is_token(name.as_bytes()) || !value.bytes().all(is_cookie_octet) {
            return Err(InvalidCookie);
        }
        Ok(Self { value: format!("{name}={value}") })
// ANCHOR_END: set_cookie
