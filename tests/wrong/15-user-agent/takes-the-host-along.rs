//! Leaves out the credentials, and sends the Host of one server to another.
//!
//! fails: a_password_and_a_host_do_not_go_elsewhere

        // ANCHOR: along
        let mut fields = self.fields.clone();
        if uri.server() != self.uri.server() {
            for name in CREDENTIALS {
                fields.remove(name);
            }
        }
        let keeps_method = method == self.method;
        if !keeps_method {
            for name in CONTENT_FIELDS {
                fields.remove(name);
            }
        }
        Ok(Self { method, uri, has_content: self.has_content && keeps_method, fields })
        // ANCHOR_END: along
