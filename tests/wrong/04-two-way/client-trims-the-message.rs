//! Cuts off the blanks around a message.
//!
//! fails: the_client_sends_its_message_and_prints_the_reply
//! fails: the_client_sends_its_message_and_nothing_else

// ANCHOR: send
    stream.write_all(message.trim_ascii())
// ANCHOR_END: send
