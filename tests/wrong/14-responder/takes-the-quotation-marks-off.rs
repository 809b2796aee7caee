//! Sends the value without its quotation marks.
//!
//! fails: the_server_lets_a_client_keep_a_name

// ANCHOR: set_cookie
        let unquoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
        if !is_token(name.as_bytes()) || !unquoted.bytes().all(is_cookie_octet) {
            return Err(InvalidCookie);
        }
        Ok(Self { value: format!("{name}={unquoted}") })
// ANCHOR_END: set_cookie
