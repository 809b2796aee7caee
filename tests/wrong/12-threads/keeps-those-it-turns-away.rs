//! Gives those that it turns away as much time as those that it serves.
//!
//! fails: the_server_waits_for_nobody_when_it_turns_clients_away

        // ANCHOR: admitted
        match admission(place.count, self.most) {
            Admission::Serve => serve(&place, self.settings, |conversation| (self.handler)(conversation, peer)),
            Admission::TurnAway => serve(&place, self.settings, |conversation| (self.turn_away)(conversation, peer)),
            Admission::Leave => leave(place.stream()),
        }
        // ANCHOR_END: admitted
