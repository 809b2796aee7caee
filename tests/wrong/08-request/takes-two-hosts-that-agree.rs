//! Refuses a second Host only when it differs from the first.
//!
//! fails: the_server_refuses_a_second_host
//! fails: the_server_says_where_a_request_is_wrong

// ANCHOR: host
    let Some(host) = fields.get("Host") else {
        return if version < Version::HTTP_11 { Ok(()) } else { Err(Error::new(ErrorKind::HostMissing, end)) };
    };
    if let Some(other) = fields.all("Host").find(|other| other.value() != host.value()) {
        return Err(Error::new(ErrorKind::HostRepeated, other.offset()));
    }
    if host.value().is_empty() || Authority::parse(host.value()).is_ok() {
        return Ok(());
    }
    Err(Error::new(ErrorKind::HostInvalid, host.offset()))
// ANCHOR_END: host
