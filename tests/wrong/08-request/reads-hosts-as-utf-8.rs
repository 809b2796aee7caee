//! Turns the value of Host into a `str` first, and does not expect that to fail.
//!
//! fails: the_server_refuses_a_host_that_is_none

// ANCHOR: host
    let hosts: Vec<_> = fields.all("Host").collect();
    match hosts.as_slice() {
        [] if version < Version::HTTP_11 => Ok(()),
        [] => Err(Error::new(ErrorKind::HostMissing, end)),
        [_, second, ..] => Err(Error::new(ErrorKind::HostRepeated, second.offset())),
        [host] => {
            let text = String::from_utf8(host.value().to_vec()).expect("a host is text");
            let is_host = text.is_empty() || Authority::parse(text.as_bytes()).is_ok();
            if is_host { Ok(()) } else { Err(Error::new(ErrorKind::HostInvalid, host.offset())) }
        }
    }
// ANCHOR_END: host
