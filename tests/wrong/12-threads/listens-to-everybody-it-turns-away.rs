//! Waits for the request of each client that is one too many.
//!
//! fails: the_server_waits_for_nobody_when_it_turns_clients_away
//! fails: the_server_lets_sixteen_clients_ask_before_it_turns_them_away

    // ANCHOR: admit
    if open <= most { Admission::Serve } else { Admission::TurnAway }
    // ANCHOR_END: admit
