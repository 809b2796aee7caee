//! Takes whichever connection it has kept, whoever is at its other end.
//!
//! fails: a_connection_that_the_server_has_closed_is_not_used_again
//! fails: another_server_gets_its_own_host_and_no_credentials
//! fails: a_password_and_a_host_do_not_go_elsewhere

        // ANCHOR: reuse
        let kept = self.idle.keys().next().cloned();
        match kept.and_then(|kept| self.idle.remove(&kept)).filter(Client::is_reusable) {
            Some(client) => Ok((client, true)),
            None => Ok((self.connect(server)?, false)),
        }
        // ANCHOR_END: reuse
