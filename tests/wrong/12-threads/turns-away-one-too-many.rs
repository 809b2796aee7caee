//! Waits for one client more than it has threads for.
//!
//! fails: the_server_lets_sixteen_clients_ask_before_it_turns_them_away
//! fails: the_server_waits_for_nobody_when_it_turns_clients_away

    // ANCHOR: admit
    if open <= most {
        Admission::Serve
    } else if open <= most + TURNED_AWAY + 1 {
        Admission::TurnAway
    } else {
        Admission::Leave
    }
    // ANCHOR_END: admit
