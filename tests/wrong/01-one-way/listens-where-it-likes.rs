//! Ignores `addr` and listens on a port that the system chooses.
//!
//! fails: the_server_says_that_an_address_is_in_use

// ANCHOR: listen
    TcpListener::bind("127.0.0.1:0")
// ANCHOR_END: listen
