//! Takes the address for digits, and panics where it is not.
//!
//! fails: the_server_knows_its_address_by_name

// ANCHOR: bind
    UdpSocket::bind(addr.parse::<std::net::SocketAddr>().unwrap())
// ANCHOR_END: bind
