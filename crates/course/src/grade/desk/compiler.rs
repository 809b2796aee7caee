//! What cargo and the compiler say of a room that was not built, in the words that its author reads.

use std::collections::BTreeSet;
use std::env::consts::EXE_SUFFIX;
use std::path::{Component, Path, PathBuf};

use crate::cargo::Build;
use crate::grade::desk::Verdict;
use crate::grade::desk::build::BUILD_LIMIT;

/// Why a package was not built, in the compiler's words.
pub(super) fn refusal(build: &Build, folder: &Path) -> Option<Verdict> {
    let errors: Vec<&str> = build.about(folder).filter(|said| said.is_error).map(|said| said.text.trim_end()).collect();
    let first = *errors.first()?;
    if let Some(fault) = errors.iter().find_map(|error| fault_of_the_machine(error)) {
        return Some(Verdict::NoResult(fault));
    }
    let is_not_there = |error: &&&str| error.starts_with("error: couldn't read ") && !error.contains("valid UTF-8");
    if let Some(file) = errors.iter().find(is_not_there) {
        return Some(Verdict::Outside(format!("it includes a file that is none of the room's own\n{file}")));
    }
    // What stands in a file of the teacher's is nothing to be told.
    if let Some(file) = errors.iter().find_map(|error| foreign_place(error, folder)) {
        return Some(Verdict::Outside(format!("it includes {file}: only the files of the room itself count")));
    }
    if let Some(verdict) = errors.iter().find_map(|error| too_slow(error)) {
        return Some(verdict);
    }
    // The same error may come of both programs.
    let distinct: BTreeSet<&str> =
        errors.iter().copied().filter(|error| !error.starts_with("error: aborting")).collect();
    let more = distinct.len().saturating_sub(1);
    let more = if more == 0 { String::new() } else { format!("\n(and {more} more)") };
    Some(Verdict::DoesNotCompile(format!("{}{more}", with_reason(first))))
}

/// An error whose first line says what is used, with the reason why that is refused, which comes later.
fn with_reason(error: &str) -> String {
    let (line, rest) = error.split_once('\n').unwrap_or((error, ""));
    let is_for_unsafe_code = ["unsafe_code", "unsafe-code"].iter().any(|lint| rest.contains(lint));
    if is_for_unsafe_code && !line.contains("unsafe") {
        return format!("{line}: unsafe code is forbidden\n{rest}");
    }
    error.to_owned()
}

/// That a compiler has computed for longer than it may, if an error says so.
fn too_slow(error: &str) -> Option<Verdict> {
    let is_slow = error.contains("SIGXCPU") || error.contains("(signal: 24");
    let seconds = BUILD_LIMIT.process.filter(|_| is_slow)?;
    let text = format!("the compiler did not come to an end within {seconds} s of computing");
    Some(Verdict::DoesNotCompile(text))
}

/// Why cargo came to no end with a package, in its words.
pub(super) fn not_built(problem: String) -> Verdict {
    if let Some(verdict) = too_slow(&problem) {
        return verdict;
    }
    fault_of_the_machine(&problem).map_or(Verdict::DoesNotCompile(problem), Verdict::NoResult)
}

/// What the compiler and the linker say when the machine lacks something, which says nothing about what they compile.
fn fault_of_the_machine(said: &str) -> Option<String> {
    const FAULTS: [&str; 7] = [
        "No space left on device",
        "Disk quota exceeded",
        "Read-only file system",
        "Too many open files",
        "File too large",
        "Resource temporarily unavailable",
        // The linker's own end, as when it finds no room for what it writes.
        "ld terminated with signal",
    ];
    let line = said.lines().find(|line| FAULTS.iter().any(|fault| line.contains(fault)))?;
    Some(format!("the machine could not build it: {}", line.trim()))
}

/// The list of its sources that cargo writes beside a program.
pub fn dep_info(program: &Path) -> PathBuf {
    if EXE_SUFFIX.is_empty() { program.with_added_extension("d") } else { program.with_extension("d") }
}

/// The sources in the list that cargo writes beside a program: `PROGRAM: SOURCE…`, blanks in a path escaped.
pub fn sources_in(text: &str) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for line in text.lines() {
        let Some((_, sources)) = line.split_once(": ") else { continue };
        let mut path = String::new();
        let mut chars = sources.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\\' if chars.peek() == Some(&' ') => path.extend(chars.next()),
                ' ' => paths.push(PathBuf::from(std::mem::take(&mut path))),
                c => path.push(c),
            }
        }
        paths.push(PathBuf::from(path));
    }
    paths.retain(|path| !path.as_os_str().is_empty());
    paths
}

/// The file that an error is about, when it lies neither in the room of this folder nor in the toolchain or a library.
fn foreign_place<'a>(error: &'a str, folder: &Path) -> Option<&'a str> {
    const KNOWN: [&str; 3] = ["/rustc/", "/rustlib/", "/registry/"];
    let place = error.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
    let file = place.rsplitn(3, ':').nth(2)?;
    let mut names: Vec<Component> = Vec::new();
    for name in Path::new(file).components() {
        match (name, names.last()) {
            (Component::ParentDir, Some(Component::Normal(_))) => drop(names.pop()),
            _ => names.push(name),
        }
    }
    // The compiler names files as they are called from the workspace.
    let path: PathBuf = names.into_iter().collect();
    let is_own = folder.ancestors().any(|above| folder.strip_prefix(above).is_ok_and(|room| has_start(&path, room)));
    let is_known = KNOWN.iter().any(|part| file.replace('\\', "/").contains(part));
    (!is_own && !is_known).then_some(file)
}

fn has_start(path: &Path, room: &Path) -> bool {
    room.components().count() > 1 && path.starts_with(room)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_read_from_the_list_beside_a_program() {
        let list = "/t/a b/x: /r/my\\ room/src/a.rs /r/b.rs\n";
        assert_eq!(sources_in(list), [PathBuf::from("/r/my room/src/a.rs"), PathBuf::from("/r/b.rs")]);
        let list = "C:\\t\\x.exe: C:\\r\\src\\a.rs C:\\r\\b.rs\n";
        assert_eq!(sources_in(list), [PathBuf::from("C:\\r\\src\\a.rs"), PathBuf::from("C:\\r\\b.rs")]);
    }

    #[test]
    fn what_the_machine_lacks_is_no_fault_of_the_room() {
        for said in [
            "error: linking with `cc` failed: exit status: 1\n  = note: collect2: fatal error: ld terminated with signal 7 [Bus error]",
            "error: failed to write x.o: No space left on device (os error 28)",
            "rustc-LLVM ERROR: IO failure on output stream: Disk quota exceeded",
        ] {
            let verdict = not_built(said.to_owned());
            assert!(
                matches!(&verdict, Verdict::NoResult(why) if why.starts_with("the machine could not")),
                "{verdict:?}"
            );
        }
        let slow = "(bin) process didn't exit successfully: `rustc` (signal: 24, SIGXCPU: CPU time limit exceeded)";
        for said in [slow, "error[E0308]: mismatched types"] {
            assert!(matches!(not_built(said.to_owned()), Verdict::DoesNotCompile(_)), "{said}");
        }
    }

    #[test]
    fn the_first_line_says_why_something_is_refused() {
        let said =
            "error: usage of `core::arch::global_asm`\n = note: requested on the command line with `-F unsafe-code`";
        assert!(with_reason(said).starts_with("error: usage of `core::arch::global_asm`: unsafe code is forbidden\n"));
        let said = "error: usage of an `unsafe` block\n = note: requested on the command line with `-F unsafe-code`";
        assert_eq!(with_reason(said), said);
        let slow = "error: could not compile `room-01-0003` (bin \"x\"); 5 warnings emitted\n`rustc` (signal: 24)";
        assert!(
            matches!(too_slow(slow), Some(Verdict::DoesNotCompile(text)) if text.contains("60 s of computing")),
            "{slow}"
        );
        assert!(too_slow("error: expected one of `;`").is_none());
    }

    #[test]
    fn an_error_in_a_file_that_is_not_the_rooms_is_not_shown() {
        let room = Path::new("/tmp/desk/rooms/01-x/rooms/0003/lessons/01-x");
        let foreign =
            |place: &str| foreign_place(&format!("error: no\n --> {place}:1:6\n  |\n1 | ---"), room).is_some();
        for own in ["rooms/0003/lessons/01-x/src/a.rs", "rooms/0003/lessons/01-x/src/../src/a.rs"] {
            assert!(!foreign(own), "{own}");
        }
        assert!(
            !foreign("/root/.cargo/registry/src/x/clap/src/lib.rs") && !foreign("/rustc/abc/library/core/src/x.rs")
        );
        for other in [
            "/home/ann/.ssh/id",
            "rooms/0004/lessons/01-x/src/a.rs",
            "rooms/0003/lessons/01-x/src/../../../../../../secret",
        ] {
            assert!(foreign(other), "{other}");
        }
    }
}
