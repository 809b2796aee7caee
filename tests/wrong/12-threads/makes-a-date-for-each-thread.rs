//! Makes a date when a thread needs one for the first time, and keeps it.
//!
//! fails: the_server_dates_each_response

    // ANCHOR: stamp
    thread_local! {
        static FIRST: SystemTime = SystemTime::now();
    }
    let first = FIRST.with(|first| *first);
    CLOCK.with_borrow_mut(|clock| use_it(clock.at(first)))
    // ANCHOR_END: stamp
