//! Closes the connection of a client that is one too many, and does not say why.
//!
//! fails: the_server_turns_clients_away_when_there_are_too_many
//! fails: the_server_waits_for_nobody_when_it_turns_clients_away
//! fails: the_server_lets_sixteen_clients_ask_before_it_turns_them_away

        // ANCHOR: admitted
        if admission(place.count, self.most) == Admission::Serve {
            serve(&place, self.settings, |conversation| (self.handler)(conversation, peer));
        }
        // ANCHOR_END: admitted
