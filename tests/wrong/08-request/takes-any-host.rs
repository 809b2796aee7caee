//! Counts the Host fields and does not look at the value.
//!
//! fails: the_server_refuses_a_host_that_is_none
//! fails: the_server_says_where_a_request_is_wrong

// ANCHOR: host
    match fields.all("Host").count() {
        0 if version < Version::HTTP_11 => Ok(()),
        0 => Err(Error::new(ErrorKind::HostMissing, end)),
        1 => Ok(()),
        _ => Err(Error::new(ErrorKind::HostRepeated, end)),
    }
// ANCHOR_END: host
