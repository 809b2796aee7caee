//! Puts what a client sent into a page as it came.
//!
//! fails: the_server_refuses_what_it_cannot_take_and_goes_on

        // ANCHOR: page
        let page = page(title, &format!("<p>{text}</p>"));
        // ANCHOR_END: page
