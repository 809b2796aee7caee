//! Joins all Host fields to one list and says that this is no host.
//!
//! fails: the_server_says_where_a_request_is_wrong

// ANCHOR: host
    match fields.combined("Host") {
        None if version < Version::HTTP_11 => Ok(()),
        None => Err(Error::new(ErrorKind::HostMissing, end)),
        Some(value) if value.is_empty() => Ok(()),
        Some(value) => match Authority::parse(&value) {
            Ok(_) => Ok(()),
            Err(_) => {
                let at = fields.all("Host").last().map_or(0, |field| field.offset());
                Err(Error::new(ErrorKind::HostInvalid, at))
            }
        },
    }
// ANCHOR_END: host
