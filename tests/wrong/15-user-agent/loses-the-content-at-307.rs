//! Never sends content a second time.
//!
//! fails: the_status_decides_which_method_follows

        // ANCHOR: along
        let mut fields = self.fields.clone();
        if uri.server() != self.uri.server() {
            for name in CREDENTIALS.iter().chain(&["Host"]) {
                fields.remove(name);
            }
        }
        let keeps_method = method == self.method;
        if !keeps_method {
            for name in CONTENT_FIELDS {
                fields.remove(name);
            }
        }
        Ok(Self { method, uri, has_content: false, fields })
        // ANCHOR_END: along
