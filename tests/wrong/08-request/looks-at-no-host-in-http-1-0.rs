//! Does not look at the value of Host in HTTP/1.0, where the field need not be there.
//!
//! fails: the_server_refuses_a_host_that_is_none

// ANCHOR: host
    let mut hosts = fields.all("Host");
    match (hosts.next(), hosts.next()) {
        (None, _) if version < Version::HTTP_11 => Ok(()),
        (None, _) => Err(Error::new(ErrorKind::HostMissing, end)),
        (Some(_), Some(second)) => Err(Error::new(ErrorKind::HostRepeated, second.offset())),
        (Some(host), None) if host.value().is_empty() || version < Version::HTTP_11 => Ok(()),
        (Some(host), None) => match Authority::parse(host.value()) {
            Ok(_) => Ok(()),
            Err(_) => Err(Error::new(ErrorKind::HostInvalid, host.offset())),
        },
    }
// ANCHOR_END: host
