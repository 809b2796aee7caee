//! Takes all fields along, wherever the redirect leads.
//!
//! fails: another_server_gets_its_own_host_and_no_credentials
//! fails: a_password_and_a_host_do_not_go_elsewhere

        // ANCHOR: along
        let mut fields = self.fields.clone();
        let keeps_method = method == self.method;
        if !keeps_method {
            for name in CONTENT_FIELDS {
                fields.remove(name);
            }
        }
        Ok(Self { method, uri, has_content: self.has_content && keeps_method, fields })
        // ANCHOR_END: along
