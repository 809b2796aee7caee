//! Counts the others, without the client itself, as if it were among them.
//!
//! fails: the_server_turns_clients_away_when_there_are_too_many
//! fails: the_server_waits_for_nobody_when_it_turns_clients_away
//! fails: the_server_lets_sixteen_clients_ask_before_it_turns_them_away

    // ANCHOR: admit
    let others = open - 1;
    if others <= most {
        Admission::Serve
    } else if others <= most + TURNED_AWAY {
        Admission::TurnAway
    } else {
        Admission::Leave
    }
    // ANCHOR_END: admit
