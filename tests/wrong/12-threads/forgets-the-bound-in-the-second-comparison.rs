//! Counts those who are turned away from the first client on, not from the bound.
//!
//! fails: the_server_lets_sixteen_clients_ask_before_it_turns_them_away

    // ANCHOR: admit
    if open <= most {
        Admission::Serve
    } else if open <= TURNED_AWAY {
        Admission::TurnAway
    } else {
        Admission::Leave
    }
    // ANCHOR_END: admit
