//! Takes two Host fields when both are empty.
//!
//! fails: the_server_refuses_a_second_host

// ANCHOR: host
    let mut hosts = fields.all("Host");
    match (hosts.next(), hosts.next()) {
        (None, _) if version < Version::HTTP_11 => Ok(()),
        (None, _) => Err(Error::new(ErrorKind::HostMissing, end)),
        (Some(first), Some(second)) if first.value() != second.value() || !first.value().is_empty() => Err(Error::new(ErrorKind::HostRepeated, second.offset())),
        (Some(host), _) if host.value().is_empty() => Ok(()),
        (Some(host), _) => match Authority::parse(host.value()) {
            Ok(_) => Ok(()),
            Err(_) => Err(Error::new(ErrorKind::HostInvalid, host.offset())),
        },
    }
// ANCHOR_END: host
