//! Ignores `addr` and receives on a port that the system chooses.
//!
//! fails: the_server_receives_at_the_address_it_is_given
//! fails: the_server_says_that_an_address_is_in_use
//! fails: the_server_knows_its_address_by_name

// ANCHOR: bind
    UdpSocket::bind("127.0.0.1:0")
// ANCHOR_END: bind
