//! Ignores `addr` and listens on a port that the system chooses.
//!
//! fails: the_server_says_that_an_address_is_in_use
//! fails: the_server_listens_where_it_is_told
//! fails: the_server_says_that_its_address_is_none

// ANCHOR: listen
    TcpListener::bind("127.0.0.1:0")
// ANCHOR_END: listen
