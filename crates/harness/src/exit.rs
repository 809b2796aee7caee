//! How a program ended, and the words for it.

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exit {
    /// The exit status; `None` when a signal ended it.
    pub(crate) status: Option<i32>,
    /// The number of the signal that ended it.
    pub(crate) signal: Option<i32>,
}

/// How a program ended, in words.
pub(crate) fn ended_in_words(exit: Exit) -> String {
    match exit {
        Exit { status: Some(status), .. } => format!("the program has ended with exit status {status}"),
        Exit { signal: Some(number), .. } => format!("the signal {} ended the program", signal_name(number)),
        Exit { .. } => "the program has ended".to_owned(),
    }
}

#[cfg(unix)]
pub(crate) fn signal_name(number: i32) -> String {
    signal_hook::low_level::signal_name(number).map_or_else(|| number.to_string(), str::to_owned)
}

#[cfg(not(unix))]
pub(crate) fn signal_name(number: i32) -> String {
    number.to_string()
}
