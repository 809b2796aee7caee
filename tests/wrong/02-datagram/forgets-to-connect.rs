//! Does not say where the datagrams go.
//!
//! fails: nothing_is_lost_where_nothing_overflows
//! fails: the_client_sends_its_message_in_one_datagram
//! fails: the_client_sends_an_empty_datagram
//! fails: the_client_sends_each_message_in_a_datagram_of_its_own
//! fails: the_client_sends_a_long_message_in_one_datagram
//! fails: the_client_numbers_its_datagrams
//! fails: the_client_needs_nobody_to_receive
//! fails: the_client_passes_on_that_a_datagram_was_refused
//! fails: the_client_sends_over_ipv6
//! fails: the_client_says_that_it_cannot_connect

// ANCHOR: open
    UdpSocket::bind(any_port(server))
// ANCHOR_END: open
