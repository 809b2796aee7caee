//! Gives those that it turns away as much time as those that it serves.
//!
//! fails: the_server_waits_for_nobody_when_it_turns_clients_away

    // ANCHOR: admitted
    match admission(place.count, most) {
        Admission::Serve => exchange::serve(Application::Responder(responder), settings, &place, peer),
        Admission::TurnAway => exchange::serve(Application::Busy, settings, &place, peer),
        Admission::Leave => leave(place.stream()),
    }
    // ANCHOR_END: admitted
