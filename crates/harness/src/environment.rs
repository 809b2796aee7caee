//! The environment of a program under test: the user's, without what belongs to cargo and to the tests.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Takes out of a program's environment what cargo has put into that of the tests, and what would make a panic message
/// into pages of stack. Where cargo and its toolchains are stays: that is the user's.
pub(crate) fn clean(command: &mut Command) {
    command.env("RUST_BACKTRACE", "0");
    for (name, value) in env::vars_os() {
        let Some(text) = name.to_str() else { continue };
        // Nor must a proxy of the user's change what a client says.
        let is_proxy = matches!(text, "http_proxy" | "all_proxy" | "ALL_PROXY");
        let is_cargos = text == "OUT_DIR" || text.starts_with("CARGO") && text != "CARGO_HOME";
        if is_cargos || is_proxy || text.starts_with("COURSE_") {
            command.env_remove(&name);
        } else if matches!(text, "LD_LIBRARY_PATH" | "DYLD_FALLBACK_LIBRARY_PATH" | "DYLD_LIBRARY_PATH") {
            let kept: Vec<PathBuf> = env::split_paths(&value).filter(|folder| !is_of_the_build(folder)).collect();
            match env::join_paths(&kept) {
                Ok(kept) if !kept.is_empty() => command.env(&name, kept),
                _ => command.env_remove(&name),
            };
        }
    }
}

/// Whether a folder is one in which cargo keeps what it has built, this test among it.
fn is_of_the_build(folder: &Path) -> bool {
    let test = env::current_exe().unwrap_or_default();
    test.ancestors().skip(1).take(2).any(|build| folder.starts_with(build))
}
