//! Sends the last client away unasked that there is still time for.
//!
//! fails: the_server_lets_sixteen_clients_ask_before_it_turns_them_away

    // ANCHOR: admit
    if open <= most {
        Admission::Serve
    } else if open < most + TURNED_AWAY {
        Admission::TurnAway
    } else {
        Admission::Leave
    }
    // ANCHOR_END: admit
