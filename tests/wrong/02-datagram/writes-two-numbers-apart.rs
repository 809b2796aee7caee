//! Writes a run of two numbers as two numbers, and only longer ones with a dash.
//!
//! fails: the_server_says_which_numbers_never_came

// ANCHOR: report
    let missing = missing(came);
    let runs = missing.chunk_by(|a, b| a + 1 == *b).map(|run| match run {
        [first, second] => format!("{first}, {second}"),
        [first, .., last] => format!("{first}-{last}"),
        run => run.iter().map(usize::to_string).collect(),
    });
    let runs = if missing.is_empty() { "none".to_owned() } else { runs.collect::<Vec<_>>().join(", ") };
    writeln!(cli::transcript(), "received {received} of {}\nnever came: {runs}", came.len())
// ANCHOR_END: report
