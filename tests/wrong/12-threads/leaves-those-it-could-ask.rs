//! Leaves the first ones above the bound, and waits for those that come then.
//!
//! fails: the_server_lets_sixteen_clients_ask_before_it_turns_them_away

    // ANCHOR: admit
    if open <= most {
        Admission::Serve
    } else if open <= most + TURNED_AWAY {
        Admission::Leave
    } else {
        Admission::TurnAway
    }
    // ANCHOR_END: admit
