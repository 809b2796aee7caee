//! Begins to count the time before the first number has come.
//!
//! fails: ctrl_c_ends_the_counting

// ANCHOR: counting
    let mut came = vec![false; total as usize];
    let mut received = 0;
    let mut until = Some(Instant::now() + patience);
    while received < total {
        let Some(datagram) = datagram_before(until, socket)? else { break };
        if number_in(&datagram, total).is_some_and(|number| tick(&mut came, number)) {
            received += 1;
            until = Some(Instant::now() + patience);
        } else if until.is_some_and(|until| Instant::now() > until + patience) {
            break;
        }
    }
    report(received, &came)
// ANCHOR_END: counting
