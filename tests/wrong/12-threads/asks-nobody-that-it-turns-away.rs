//! Turns everybody away unasked.
//!
//! fails: the_server_lets_sixteen_clients_ask_before_it_turns_them_away

    // ANCHOR: admit
    if open <= most { Admission::Serve } else { Admission::Leave }
    // ANCHOR_END: admit
