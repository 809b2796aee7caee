//! Runs the commands that a learner is told to run: by `cargo course`, by the README, by the lessons' READMEs and by the
//! chapters. A server must listen, and a client that is told to speak to it must be understood.
//!
//! What is said of a learner's own programs (`lesson-08-client`) is tried with those of the reference: both have the same
//! arguments.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Instant;

use crate::{DEADLINE, lock, programs, root};

/// The programs that a learner starts one after the other.
#[derive(Debug)]
struct Session {
    /// Who says so.
    place: String,
    lines: Vec<String>,
}

/// A command line that `cargo run` takes apart.
#[derive(Debug)]
struct Run {
    program: String,
    arguments: Vec<String>,
}

impl Run {
    /// `None` for another command.
    fn parse(line: &str) -> Result<Option<Self>, String> {
        let Some(line) = line.strip_prefix("cargo run ") else { return Ok(None) };
        let mut words = line.split(" #").next().unwrap_or_default().split_whitespace().peekable();
        let mut program = None;
        while let Some(word) = words.next_if(|word| word.starts_with('-')) {
            match word {
                "-q" | "--release" => (),
                "-p" | "--bin" | "--example" => {
                    let name = words.next().ok_or_else(|| format!("{word} names nothing"))?;
                    if word != "-p" {
                        program = Some(name.to_owned());
                    }
                }
                "--" => break,
                _ => return Err(format!("cargo takes {word} for its own: it belongs after --")),
            }
        }
        let program = program.ok_or("no --bin")?;
        Ok(Some(Self { program, arguments: words.map(str::to_owned).collect() }))
    }

    fn is_server(&self) -> bool {
        self.program.ends_with("-server")
    }

    fn command(&self, port: u16) -> Result<Command, String> {
        let name = reference(&self.program)?;
        let path = programs().get(&name).ok_or_else(|| format!("the course has no program {name}"))?;
        let mut command = Command::new(path);
        for argument in &self.arguments {
            command.arg(argument.replace("localhost:12345", &format!("127.0.0.1:{port}")).replace("DIR", "book"));
        }
        let has_addr = self.arguments.iter().any(|argument| argument.contains("://") || argument == "--help");
        if !has_addr {
            command.args(["--addr", &format!("127.0.0.1:{port}")]);
        }
        command.current_dir(root()).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        Ok(command)
    }
}

/// `lesson-08-server` is, in the reference, `request-server`.
fn reference(program: &str) -> Result<String, String> {
    let Some((number, role)) = program.strip_prefix("lesson-").and_then(|rest| rest.split_once('-')) else {
        return Ok(program.to_owned());
    };
    let name =
        lessons().into_iter().find_map(|folder| Some(folder.strip_prefix(number)?.strip_prefix('-')?.to_owned()));
    Ok(format!("{}-{role}", name.ok_or_else(|| format!("there is no lesson {number}"))?))
}

/// The folders `NN-name` of all lessons.
fn lessons() -> Vec<String> {
    let entries = fs::read_dir(root().join("lessons")).expect("lessons/ can be read");
    let mut names: Vec<_> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.contains('-'))
        .collect();
    names.sort();
    names
}

/// A program that was started; it is killed in the end.
struct Started {
    child: Child,
    /// The lines of standard error, as they come.
    said: Receiver<String>,
}

impl Started {
    fn new(run: &Run, port: u16) -> Result<Self, String> {
        let mut child = run.command(port)?.spawn().map_err(|error| error.to_string())?;
        let stderr = BufReader::new(child.stderr.take().ok_or("no standard error")?);
        if let Some(mut typed) = child.stdin.take_if(|_| !run.is_server()) {
            // A client that reads no input may be gone already.
            let _ = typed.write_all(b"Hello\n");
        }
        let (send, said) = mpsc::channel();
        thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        Ok(Self { child, said })
    }

    /// The port on which it listens.
    fn port(&self) -> Result<u16, String> {
        let first = self.said.recv_timeout(DEADLINE).map_err(|_| "it says nothing".to_owned())?;
        let port = first.strip_prefix("listening on ").and_then(|addr| addr.rsplit_once(':')?.1.parse().ok());
        port.ok_or(first)
    }

    /// Waits for its end, which is to be a success.
    fn end(mut self) -> Result<(), String> {
        let until = Instant::now() + DEADLINE;
        let mut said = Vec::new();
        loop {
            match self.said.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(line) => said.push(line),
                Err(RecvTimeoutError::Timeout) => return Err(format!("it is still running\n{}", said.join("\n"))),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        let status = self.child.wait().map_err(|error| error.to_string())?;
        if status.success() { Ok(()) } else { Err(said.join("\n")) }
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts the programs of a session in order; a server runs until the end of it.
fn check(session: &Session) -> Result<usize, String> {
    let mut server = None;
    let mut port = 0;
    let mut count = 0;
    for line in &session.lines {
        let failed = |what: String| format!("{}: {line}\n  {}", session.place, what.trim_end().replace('\n', "\n  "));
        let Some(run) = Run::parse(line).map_err(failed)? else { continue };
        count += 1;
        if run.is_server() {
            let started = Started::new(&run, 0).map_err(failed)?;
            port = started.port().map_err(failed)?;
            server = Some(started);
        } else {
            Started::new(&run, port).and_then(Started::end).map_err(failed)?;
        }
    }
    drop(server);
    Ok(count)
}

/// The lines of each ```` ```sh ```` fence in a file.
fn fences(file: &str) -> Vec<Session> {
    let text = fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    let fences = text.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    fences.map(|fence| Session { place: file.to_owned(), lines: fence.lines().map(str::to_owned).collect() }).collect()
}

/// What `cargo course` tells a learner to run who has this lesson before them.
fn told_by_the_course(lesson: &str) -> Session {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("told").join(lesson);
    let _ = fs::remove_dir_all(&folder);
    copy(&root().join("crates").join(lesson), &folder.join("crates").join(lesson));
    let write = |file: &str, text: &[u8]| {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    };
    write("Cargo.toml", b"[workspace]\n");
    write("book/src/SUMMARY.md", format!("# Part\n\n- [{lesson}]({lesson}.md)\n").as_bytes());
    let exercise = format!("lessons/{lesson}/exercise.toml");
    write(&exercise, &fs::read(root().join(&exercise)).expect("the exercise can be read"));
    let tests = format!("tests/{}", lesson.replace('-', "_"));
    let file = format!("{tests}.rs");
    write(&file, &fs::read(root().join(&file)).expect("the tests can be read"));
    if root().join(&tests).is_dir() {
        copy(&root().join(&tests), &folder.join(&tests));
    }
    let course = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_course")).args(args).current_dir(&folder).output();
        let output = output.expect("cargo course can be run");
        assert!(output.status.success(), "{lesson}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    };
    course(&["starters"]);
    let said = course(&[]);
    let lines = said.lines().filter_map(|line| {
        let command = &line[line.find("cargo run ")?..];
        Some(command.split("    in terminal").next()?.to_owned())
    });
    Session { place: format!("cargo course, lesson {lesson}"), lines: lines.collect() }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("a folder can be read").filter_map(Result::ok) {
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).expect("a file can be copied");
        }
    }
}

/// Checks all at the same time; says how many commands were run.
fn run_all(sessions: &[Session]) -> usize {
    let results = std::sync::Mutex::new(Vec::new());
    thread::scope(|scope| {
        for session in sessions {
            scope.spawn(|| {
                let result = check(session);
                lock(&results).push(result);
            });
        }
    });
    let results = lock(&results).split_off(0);
    let failures: Vec<&str> = results.iter().filter_map(|result| result.as_ref().err().map(String::as_str)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    results.into_iter().filter_map(Result::ok).sum()
}

#[test]
fn what_cargo_course_tells_to_run_runs() {
    let sessions: Vec<Session> = lessons().iter().map(|lesson| told_by_the_course(lesson)).collect();
    assert_eq!(run_all(&sessions), 2 * lessons().len());
}

#[test]
fn what_readmes_and_chapters_tell_to_run_runs() {
    let mut sessions = fences("README.md");
    for lesson in lessons() {
        let room = fences(&format!("lessons/{lesson}/README.md"));
        assert!(room.iter().flat_map(|session| &session.lines).any(|line| line.starts_with("cargo run ")), "{lesson}");
        sessions.extend(room);
        sessions.extend(fences(&format!("book/src/{lesson}.md")));
    }
    run_all(&sessions);
}

#[test]
fn commands_that_do_not_run_are_found() {
    let session = |lines: &[&str]| Session {
        place: "here".to_owned(),
        lines: lines.iter().map(|&line| line.to_owned()).collect(),
    };
    let server = "cargo run -q --bin request-server";
    let without_url = check(&session(&[server, "cargo run -q --bin request-client"])).unwrap_err();
    assert!(without_url.contains("<URL>"), "{without_url}");
    let of_the_room = check(&session(&[server, "cargo run -q -p lesson-08 --bin lesson-08-client"])).unwrap_err();
    assert!(of_the_room.contains("<URL>"), "{of_the_room}");
    let for_cargo = check(&session(&["cargo run -q --bin naive-http-server --repaired"])).unwrap_err();
    assert!(for_cargo.contains("after --"), "{for_cargo}");
    let unknown = check(&session(&["cargo run -q --bin massage-server"])).unwrap_err();
    assert!(unknown.contains("no program massage-server"), "{unknown}");
}
