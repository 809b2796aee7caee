//! Looks at the last Host field and does not mind the others.
//!
//! fails: the_server_refuses_a_second_host
//! fails: the_server_says_where_a_request_is_wrong

// ANCHOR: host
    match fields.all("Host").last() {
        None if version < Version::HTTP_11 => Ok(()),
        None => Err(Error::new(ErrorKind::HostMissing, end)),
        Some(host) if host.value().is_empty() || Authority::parse(host.value()).is_ok() => Ok(()),
        Some(host) => Err(Error::new(ErrorKind::HostInvalid, host.offset())),
    }
// ANCHOR_END: host
