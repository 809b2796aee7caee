//! Takes the room for those that are turned away for places.
//!
//! fails: the_server_waits_for_nobody_when_it_turns_clients_away
//! fails: the_server_turns_clients_away_when_there_are_too_many

    // ANCHOR: admit
    if open <= most + TURNED_AWAY { Admission::Serve } else { Admission::Leave }
    // ANCHOR_END: admit
