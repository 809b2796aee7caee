//! Refuses a method and does not say which there are.
//!
//! fails: the_server_refuses_methods_that_a_resource_does_not_have
//! fails: the_server_keeps_the_rules_whatever_it_is_asked

        // ANCHOR: not_allowed
        match self.handler(request.method()) {
            Some(handler) => handler(request),
            None if *request.method() == Method::Options => options(&self.methods().collect()),
            None => Err(Error::new(Status::METHOD_NOT_ALLOWED, format!("{} is not allowed here.", request.method()))),
        }
        // ANCHOR_END: not_allowed
