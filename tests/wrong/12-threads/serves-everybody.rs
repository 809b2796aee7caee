//! Has no bound on the number of clients.
//!
//! fails: the_server_turns_clients_away_when_there_are_too_many
//! fails: the_server_waits_for_nobody_when_it_turns_clients_away
//! fails: the_server_lets_sixteen_clients_ask_before_it_turns_them_away

    // ANCHOR: admit
    Admission::Serve
    // ANCHOR_END: admit
