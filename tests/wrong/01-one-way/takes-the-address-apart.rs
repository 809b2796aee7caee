//! Looks for the host in front of the first colon.
//!
//! fails: the_server_listens_where_it_is_told

// ANCHOR: listen
    let (host, port) = addr.split_once(':').ok_or(io::ErrorKind::InvalidInput)?;
    let port: u16 = port.parse().map_err(|_| io::ErrorKind::InvalidInput)?;
    TcpListener::bind((host, port))
// ANCHOR_END: listen
