//! Says 404 to methods that a resource does not have.
//!
//! fails: the_server_refuses_methods_that_a_resource_does_not_have

        // ANCHOR: not_allowed
        match self.handler(request.method()) {
            Some(handler) => handler(request),
            None if *request.method() == Method::Options => options(&self.methods().collect()),
            None => Err(Error::new(Status::NOT_FOUND, "There is nothing here.")),
        }
        // ANCHOR_END: not_allowed
