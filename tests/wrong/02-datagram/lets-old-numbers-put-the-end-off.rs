//! Goes on as long as anything comes, old numbers too.
//!
//! fails: the_server_stops_although_old_numbers_go_on_coming

// ANCHOR: counting
    let mut came = vec![false; total as usize];
    let mut received = 0;
    let mut until: Option<Instant> = None;
    while received < total {
        let Some(datagram) = datagram_before(until, socket)? else { break };
        if number_in(&datagram, total).is_some_and(|number| tick(&mut came, number)) {
            received += 1;
            until = Some(Instant::now() + patience);
        }
    }
    report(received, &came)
// ANCHOR_END: counting
