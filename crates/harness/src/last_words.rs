//! What a program's runtime says when the program breaks off, in whatever language that is written: the error itself, and
//! the place of the program's own that it came from, without the pages of calls around them.

/// How many lines of an error's own message are shown.
const MESSAGE: usize = 3;

/// How many errors of a chain are shown.
const CHAIN: usize = 3;

/// The last words that stand in a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct LastWords {
    /// On which line they begin.
    begin: usize,
    /// Where, as far as it is known, then the error.
    lines: Vec<String>,
    /// The line that names the error.
    error: String,
}

/// Finds the last words of one kind in the lines of a text.
type Reader = fn(&[&str]) -> Option<LastWords>;

impl LastWords {
    /// Those in what a program wrote to standard error; where there are several, the last ones.
    pub(crate) fn of(stderr: &str) -> Option<Self> {
        let lines: Vec<&str> = stderr.lines().collect();
        let readers: [Reader; 8] =
            [of_python, of_python_syntax, of_go, of_frames, of_node, of_ruby, of_sanitizer, of_one_line];
        // Where two read the same words, the first one knows them better.
        readers.iter().rev().filter_map(|read| read(&lines)).max_by_key(|found| found.begin)
    }

    /// What there is to show, in the order in which it is to be read.
    pub(crate) fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// Whether they are those of a thread, without which the program goes on.
    pub(crate) fn is_of_a_thread(&self) -> bool {
        self.lines.first().is_some_and(|line| line.starts_with("Exception in thread") && !line.contains("\"main\""))
    }

    /// What the error says is not written yet, if it says that.
    pub(crate) fn not_written(&self) -> Option<&str> {
        const NAMES: [&str; 3] = ["notimplementederror", "notimplementedexception", "todo"];
        const BEGINNINGS: [&str; 2] = ["not implemented", "not yet implemented"];
        let message = self.error.split_once(": ").map_or(self.error.as_str(), |(_, message)| message);
        let name = self.error.split(':').next().unwrap_or_default().to_lowercase();
        // Elsewhere in a message the words mean something else: a function that the system lacks, or a 501 that came.
        let is_said = NAMES.iter().any(|sign| name.ends_with(sign))
            || BEGINNINGS.iter().any(|words| message.to_lowercase().starts_with(words));
        is_said.then_some(message)
    }
}

fn last_index(lines: &[&str], is: impl Fn(&str) -> bool) -> Option<usize> {
    lines.iter().rposition(|line| is(line))
}

fn owned<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    lines.into_iter().map(str::to_owned).collect()
}

/// A traceback has the calls first, each with its line of the source, and the error last. One that came of handling
/// another stands below that.
fn of_python(lines: &[&str]) -> Option<LastWords> {
    const HEADING: &str = "Traceback (most recent call last):";
    const CAUSES: [&str; 2] = ["During handling of the above exception", "The above exception was the direct cause"];
    let begin = last_index(lines, |line| line.trim_end() == HEADING)?;
    let calls = lines[begin + 1..].iter().take_while(|line| line.starts_with(' ')).count();
    let error_at = begin + 1 + calls;
    let error = lines[error_at..].iter().take_while(|line| !line.trim().is_empty()).take(MESSAGE);
    let error: Vec<&str> = error.copied().collect();
    let first = (*error.first()?).to_owned();
    let calls = &lines[begin + 1..error_at];
    let last_call = last_index(calls, |line| line.trim_start().starts_with("File "));
    let is_marker = |line: &&&str| {
        let line = line.trim();
        line.starts_with("[Previous line repeated") || line.chars().all(|c| matches!(c, '^' | '~' | ' '))
    };
    let place = calls[last_call.unwrap_or(calls.len())..].iter().filter(|line| !is_marker(line)).take(2);

    let mut told = Vec::new();
    let before = lines[..begin].iter().rposition(|line| !line.trim().is_empty());
    if let Some(cause) = before.filter(|index| CAUSES.iter().any(|words| lines[*index].starts_with(words))) {
        let earlier = of_python(&lines[..cause]).map(|earlier| earlier.lines).unwrap_or_default();
        // Of the earlier ones the error is enough: it stands last, and after its own cause.
        let errors = earlier.into_iter().filter(|line| !line.starts_with(' ') && !line.starts_with("File "));
        let errors: Vec<String> = errors.collect();
        told.extend(errors[errors.len().saturating_sub(CHAIN)..].iter().cloned());
        told.push(lines[cause].to_owned());
    } else if let Some(thread) = before.filter(|index| lines[*index].starts_with("Exception ")) {
        told.push(lines[thread].to_owned());
    }
    told.extend(
        place.enumerate().map(|(number, line)| {
            if number == 0 { line.trim() } else { line.get(2..).unwrap_or(line.trim()) }.to_owned()
        }),
    );
    told.extend(owned(error));
    Some(LastWords { begin, lines: told, error: first })
}

/// What cannot be read as a program at all has no traceback.
fn of_python_syntax(lines: &[&str]) -> Option<LastWords> {
    const ERRORS: [&str; 3] = ["SyntaxError: ", "IndentationError: ", "TabError: "];
    let end = last_index(lines, |line| ERRORS.iter().any(|error| line.starts_with(error)))?;
    let begin = last_index(&lines[..end], |line| line.starts_with("  File \""))?;
    let told = lines[begin..=end].iter().map(|line| line.strip_prefix("  ").unwrap_or(line));
    Some(LastWords { begin, lines: owned(told), error: lines[end].to_owned() })
}

/// The panic comes first, then what each goroutine was doing, the last call first.
fn of_go(lines: &[&str]) -> Option<LastWords> {
    let is_panic = |line: &str| line.starts_with("panic: ") || line.starts_with("fatal error: ");
    let begin = last_index(lines, is_panic)?;
    let message = lines[begin..].iter().take_while(|line| !line.trim().is_empty()).take(MESSAGE).copied();
    let is_goroutine = |line: &&str| line.starts_with("goroutine ");
    let calls = begin + lines[begin..].iter().position(is_goroutine)?;
    let is_own = |call: &&[&str]| {
        let is_runtimes =
            ["panic(", "runtime.", "internal/", "net.", "syscall."].iter().any(|own| call[0].starts_with(own));
        call[1].starts_with('\t') && !is_runtimes
    };
    let place = lines[calls + 1..].chunks_exact(2).find(is_own).map(|call| call[1].trim());
    let place = place.map(|place| place.rsplit_once(" +0x").map_or(place, |(place, _)| place));
    let told = place.into_iter().chain(message);
    Some(LastWords { begin, lines: owned(told), error: lines[begin].to_owned() })
}

/// Node, Deno, Java, Kotlin, C#: the error, then a line `at …` for each call, the last one first, and below these the
/// errors that it came from.
fn of_frames(lines: &[&str]) -> Option<LastWords> {
    const RUNTIMES: [&str; 6] = ["node:", "ext:", "java.base/", "java.", "internal/", "System."];
    let is_frame = |line: &str| line.starts_with([' ', '\t']) && line.trim_start().starts_with("at ");
    let names_error = |line: &str| {
        ["Error", "Exception", "Uncaught", "Unhandled", "Throwable"].iter().any(|word| line.contains(word))
    };
    let is_error = |index: usize| {
        let line = lines[index];
        !is_frame(line) && !line.starts_with([' ', '\t']) && !line.starts_with("Caused by: ") && names_error(line)
    };
    // A message may have several lines, and some runtimes show the source between it and the calls.
    let begin = (0..lines.len()).rev().find(|index| {
        let mut below = lines[index + 1..].iter().take(6).take_while(|line| !names_error(line) || is_frame(line));
        is_error(*index) && below.any(|line| is_frame(line))
    })?;
    let frames = || lines[begin + 1..].iter().filter(|line| is_frame(line)).map(|line| line.trim());
    let is_own = |frame: &&str| {
        let call = frame.trim_start_matches("at ");
        !RUNTIMES.iter().any(|runtime| call.starts_with(runtime) || call.contains(&format!("({runtime}")))
    };
    let causes = lines[begin + 1..].iter().filter(|line| line.starts_with("Caused by: ")).take(CHAIN).copied();
    let told = std::iter::once(lines[begin]).chain(frames().find(is_own)).chain(causes);
    let error = lines[begin].trim_start_matches("Uncaught ").to_owned();
    Some(LastWords { begin, lines: owned(told), error })
}

/// Node, of a value that was thrown and is no error: the source with a mark, then the value.
fn of_node(lines: &[&str]) -> Option<LastWords> {
    let end = last_index(lines, |line| line.starts_with("(Use `node --trace-uncaught"))?;
    let mark = lines[..end].iter().rposition(|line| line.trim() == "^")?;
    let place = lines[..mark]
        .iter()
        .rposition(|line| line.rsplit_once(':').is_some_and(|(_, number)| number.parse::<u32>().is_ok()));
    let value = lines[mark + 1..end].iter().filter(|line| !line.trim().is_empty()).take(MESSAGE).copied();
    let error = format!("Uncaught {}", value.clone().collect::<Vec<_>>().join(" "));
    let told = place.map(|place| lines[place].to_owned()).into_iter().chain([error.clone()]).collect();
    Some(LastWords { begin: place.unwrap_or(mark), lines: told, error })
}

/// `server.rb:3:in 'serve': message (RuntimeError)`, then the calls.
fn of_ruby(lines: &[&str]) -> Option<LastWords> {
    let begin = last_index(lines, |line| line.contains(":in ") && line.ends_with(')') && line.contains(" ("))?;
    let (_, error) = lines[begin].rsplit_once("': ").or_else(|| lines[begin].rsplit_once("`: "))?;
    Some(LastWords { begin, lines: owned([lines[begin]]), error: error.to_owned() })
}

/// What a sanitizer finds in C and C++, with its own summary.
fn of_sanitizer(lines: &[&str]) -> Option<LastWords> {
    let begin = last_index(lines, |line| {
        line.contains("Sanitizer: ") && (line.contains("ERROR: ") || line.contains("WARNING: "))
            || line.contains(": runtime error: ")
    })?;
    let found = lines[begin].trim_start_matches(['=', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    let summary = lines[begin..].iter().find(|line| line.starts_with("SUMMARY: ")).copied();
    Some(LastWords { begin, lines: owned([found].into_iter().chain(summary)), error: found.to_owned() })
}

/// Runtimes whose last words begin with a line of their own.
fn of_one_line(lines: &[&str]) -> Option<LastWords> {
    const BEGINNINGS: [&str; 9] = [
        "Exception in thread ",
        "Fatal Python error: ",
        "Uncaught ",
        "terminate called after throwing an instance of ",
        "PHP Fatal error: ",
        "** (",
        "Fatal error: ",
        "Unhandled exception",
        "*** ",
    ];
    let begin = last_index(lines, |line| BEGINNINGS.iter().any(|words| line.trim_start().starts_with(words)))?;
    let told: Vec<&str> = lines[begin..].iter().filter(|line| !line.trim().is_empty()).take(MESSAGE).copied().collect();
    let error = told.first().copied().unwrap_or_default().to_owned();
    Some(LastWords { begin, lines: owned(told), error })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(stderr: &str) -> String {
        LastWords::of(stderr).map_or_else(String::new, |words| words.text())
    }

    const PYTHON: &str = "listening on 127.0.0.1:9\nTraceback (most recent call last):\n  File \"server.py\", line 9, in <module>\n    \
                          main()\n    ^^^^^^\n  File \"server.py\", line 4, in main\n    return b\"x\" + \"y\"\n           \
                          ~~~~~^~~~~\nTypeError: can't concat str to bytes\n";

    #[test]
    fn python_tells_the_exception_and_where_it_was_raised() {
        assert_eq!(
            told(PYTHON),
            "File \"server.py\", line 4, in main\n  return b\"x\" + \"y\"\nTypeError: can't concat str to bytes"
        );
        let message = "Traceback (most recent call last):\n  File \"<string>\", line 1, in <module>\nValueError: one\ntwo\n\nafter\n";
        assert_eq!(told(message), "File \"<string>\", line 1, in <module>\nValueError: one\ntwo");
        let thread =
            format!("Exception in thread Thread-1 (serve):\n{}", PYTHON.split_once('\n').unwrap_or_default().1);
        assert!(told(&thread).starts_with("Exception in thread Thread-1 (serve):\nFile \"server.py\", line 4"));
        let syntax = "  File \"server.py\", line 1\n    x = (\n        ^\nSyntaxError: '(' was never closed\n";
        assert_eq!(told(syntax), "File \"server.py\", line 1\n  x = (\n      ^\nSyntaxError: '(' was never closed");
    }

    #[test]
    fn a_chain_of_pythons_is_told_by_its_errors() {
        let link = |place: u32, error: &str| {
            format!("Traceback (most recent call last):\n  File \"a.py\", line {place}, in f\n    x\n{error}\n")
        };
        let during = "\nDuring handling of the above exception, another exception occurred:\n\n";
        let cause = "\nThe above exception was the direct cause of the following exception:\n\n";
        let text =
            [&*link(1, "KeyError: 'host'"), cause, &link(2, "ValueError: no host"), during, &link(3, "OSError: lost")];
        assert_eq!(
            told(&text.concat()),
            "KeyError: 'host'\n\
             The above exception was the direct cause of the following exception:\n\
             ValueError: no host\n\
             During handling of the above exception, another exception occurred:\n\
             File \"a.py\", line 3, in f\n  x\nOSError: lost"
        );
    }

    #[test]
    fn go_tells_the_panic_and_the_line_of_its_own() {
        let text = "panic: runtime error: index out of range [5] with length 3\n\ngoroutine 1 [running]:\nruntime.gopanic(0x1)\n\
                    \t/usr/lib/go/src/runtime/panic.go:884 +0x1\nmain.serve(...)\n\t/home/ann/server.go:17\nmain.main()\n\
                    \t/home/ann/server.go:5 +0x1d\nexit status 2\n";
        assert_eq!(told(text), "/home/ann/server.go:17\npanic: runtime error: index out of range [5] with length 3");
        let fault = "panic: a\n\tpanic: b\n[signal SIGSEGV: segmentation violation]\n\ngoroutine 7 [running]:\nmain.f()\n\t/a.go:3 +0x1d\n";
        assert_eq!(told(fault), "/a.go:3\npanic: a\n\tpanic: b\n[signal SIGSEGV: segmentation violation]");
        // What is said of one connection by somebody who goes on is no panic of Go's.
        assert_eq!(told("panic: the client is gone\n"), "");
    }

    #[test]
    fn node_tells_the_error_and_the_first_call_of_its_own() {
        let thrown = "/a/x.js:1\nfunction f() { throw new TypeError(\"boom\") }\n               ^\n\nTypeError: boom\n    \
                      at f (/a/x.js:1:22)\n    at Module._compile (node:internal/modules/cjs/loader:1521:14)\n\nNode.js v20.20.2\n";
        assert_eq!(told(thrown), "TypeError: boom\nat f (/a/x.js:1:22)");
        let event = "node:events:502\n      throw er; // Unhandled 'error' event\n      ^\n\nError: listen EADDRINUSE: address \
                     already in use 127.0.0.1:1\n    at Server.setupListenHandle [as _listen2] (node:net:1886:21)\n\
                     Emitted 'error' event on Server instance at:\n    at emitErrorNT (node:net:1944:8) {\n  errno: -98\n}\n\n\
                     Node.js v20.20.2\n";
        assert_eq!(told(event), "Error: listen EADDRINUSE: address already in use 127.0.0.1:1");
        let value = "\n/a/x.js:1\nthrow \"boom\"\n^\nboom\n(Use `node --trace-uncaught ...` to show where)\n\nNode.js v20.20.2\n";
        assert_eq!(told(value), "/a/x.js:1\nUncaught boom");
    }

    #[test]
    fn others_are_told_by_their_error_too() {
        let java = "Exception in thread \"main\" java.lang.IllegalStateException: no host\n\tat Server.serve(Server.java:9)\n\
                    \tat Server.main(Server.java:3)\nCaused by: java.io.IOException: reset\n\t... 2 more\n";
        assert_eq!(
            told(java),
            "Exception in thread \"main\" java.lang.IllegalStateException: no host\nat Server.serve(Server.java:9)\n\
             Caused by: java.io.IOException: reset"
        );
        let ruby = "server.rb:3:in 'Object#serve': no host (RuntimeError)\n\tfrom server.rb:7:in '<main>'\n";
        assert_eq!(told(ruby), "server.rb:3:in 'Object#serve': no host (RuntimeError)");
        let sanitizer = "=====\n==71==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x1\nWRITE of size 1\n    #0 0x1 in main \
                         a.c:2\n\nSUMMARY: AddressSanitizer: heap-buffer-overflow a.c:2 in main\nShadow bytes\n";
        assert_eq!(
            told(sanitizer),
            "ERROR: AddressSanitizer: heap-buffer-overflow on address 0x1\n\
             SUMMARY: AddressSanitizer: heap-buffer-overflow a.c:2 in main"
        );
        let terminate = "terminate called after throwing an instance of 'std::runtime_error'\n  what():  no host\n";
        assert_eq!(told(terminate), terminate.trim_end());
    }

    #[test]
    fn the_words_of_a_program_are_no_last_words() {
        for text in [
            "error: cannot listen on 127.0.0.1:80: permission denied\n",
            "client lost: Connection reset by peer\nlistening on 127.0.0.1:9\n",
            "Error: cannot connect\nat least one address is needed\n",
            "",
        ] {
            assert_eq!(LastWords::of(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_not_written_is_known_by_the_error() {
        let error = |error: &str| {
            let text = format!("Traceback (most recent call last):\n  File \"a.py\", line 3, in f\n    x\n{error}\n");
            LastWords::of(&text).and_then(|words| words.not_written().map(str::to_owned))
        };
        assert_eq!(error("NotImplementedError: receive").as_deref(), Some("receive"));
        assert_eq!(error("NotImplementedError").as_deref(), Some("NotImplementedError"));
        assert_eq!(error("KeyError: 'todo'"), None);
        let go = "panic: not implemented: receive\n\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:3 +0x1d\n";
        assert_eq!(
            LastWords::of(go).and_then(|words| words.not_written().map(str::to_owned)).as_deref(),
            Some("not implemented: receive")
        );
    }
}
