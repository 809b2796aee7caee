//! Turns the last client away that there is a place for.
//!
//! fails: the_server_turns_clients_away_when_there_are_too_many
//! fails: the_server_lets_who_waits_longest_make_room
//! fails: the_server_lets_sixteen_clients_ask_before_it_turns_them_away
//! fails: the_server_waits_for_nobody_when_it_turns_clients_away
//! fails: the_server_gives_the_place_away_of_a_client_that_has_its_last_response

    // ANCHOR: admit
    if open < most {
        Admission::Serve
    } else if open < most + TURNED_AWAY {
        Admission::TurnAway
    } else {
        Admission::Leave
    }
    // ANCHOR_END: admit
