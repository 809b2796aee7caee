//! Binds the client's socket to the server's address.
//!
//! fails: nothing_is_lost_where_nothing_overflows
//! fails: the_client_sends_its_message_in_one_datagram
//! fails: the_client_sends_an_empty_datagram
//! fails: the_client_sends_each_message_in_a_datagram_of_its_own
//! fails: the_client_sends_a_long_message_in_one_datagram
//! fails: the_client_numbers_its_datagrams
//! fails: the_client_needs_nobody_to_receive
//! fails: the_client_sends_over_ipv6

// ANCHOR: open
    let socket = UdpSocket::bind(server)?;
    socket.connect(server)?;
    Ok(socket)
// ANCHOR_END: open
