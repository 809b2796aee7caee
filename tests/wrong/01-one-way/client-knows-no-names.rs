//! Takes the server's address for digits, and panics where it is not.
//!
//! fails: the_client_connects_to_the_address_it_is_given

// ANCHOR: connect
    TcpStream::connect(addr.parse::<std::net::SocketAddr>().unwrap())
// ANCHOR_END: connect
