//! Takes the address for digits, and panics where it is not.
//!
//! fails: the_server_listens_where_it_is_told
//! fails: the_server_says_that_its_address_is_none

// ANCHOR: listen
    TcpListener::bind(addr.parse::<std::net::SocketAddr>().unwrap())
// ANCHOR_END: listen
