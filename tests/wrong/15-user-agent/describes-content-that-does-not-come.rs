//! Leaves the content behind, and takes along what described it.
//!
//! fails: the_status_decides_which_method_follows
//! fails: circles_and_long_chains_of_redirects_end

        // ANCHOR: along
        let mut fields = self.fields.clone();
        if uri.server() != self.uri.server() {
            for name in CREDENTIALS.iter().chain(&["Host"]) {
                fields.remove(name);
            }
        }
        let keeps_method = method == self.method;
        Ok(Self { method, uri, has_content: self.has_content && keeps_method, fields })
        // ANCHOR_END: along
