//! Refuses HTTP/1.0 requests without Host too.
//!
//! fails: the_server_wants_a_host_in_http_1_1
//! fails: the_server_answers_a_request_without_fields

// ANCHOR: host
    let mut hosts = fields.all("Host");
    let Some(host) = hosts.next() else {
        return Err(Error::new(ErrorKind::HostMissing, end));
    };
    if let Some(second) = hosts.next() {
        return Err(Error::new(ErrorKind::HostRepeated, second.offset()));
    }
    if host.value().is_empty() || Authority::parse(host.value()).is_ok() {
        return Ok(());
    }
    let _ = version;
    Err(Error::new(ErrorKind::HostInvalid, host.offset()))
// ANCHOR_END: host
