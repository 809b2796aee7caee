//! Has no bound on the number of clients.
//!
//! fails: the_server_turns_clients_away_when_there_are_too_many
//! fails: the_server_waits_for_nobody_when_it_turns_clients_away

    // ANCHOR: admit
    Admission::Serve
    // ANCHOR_END: admit
