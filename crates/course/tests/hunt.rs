//! Hunts in a small course: by a file, through the port, and where a client is hunted.

mod fixture;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use fixture::{Course, EXERCISE};
use predicates::prelude::*;
use predicates::str::{contains, ends_with, starts_with};

const SERVER: &str = r#"//! Returns what comes.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

fn main() {
    let addr = std::env::args().nth(2).unwrap();
    let listener = TcpListener::bind(addr).unwrap();
    eprintln!("listening on {}", listener.local_addr().unwrap());
    for stream in listener.incoming() {
        let stream = stream.unwrap();
        std::thread::spawn(move || echo(stream));
    }
}

fn echo(mut stream: TcpStream) {
    let mut buffer = [0; 100];
    while let Ok(count @ 1..) = stream.read(&mut buffer) {
        // ANCHOR: greet
        let part = &buffer[..count];
        // ANCHOR_END: greet
        if stream.write_all(part).is_err() {
            return;
        }
    }
}
"#;

const CLIENT: &str = r#"//! Asks.

use std::io::{Read, Write};
use std::net::TcpStream;

fn main() {
    let mut stream = TcpStream::connect(std::env::args().nth(1).unwrap()).unwrap();
    stream.write_all(b"ask\n").unwrap();
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).unwrap();
    // ANCHOR: ask
    std::io::stdout().write_all(&reply).unwrap();
    // ANCHOR_END: ask
}
"#;

const HUNTS: &str = r#"
[[hunt]]
fault = "drops-zeros"
promises = "It returns every octet."
rule = "A zero is an octet like any other."
send = '\0'

[[hunt]]
fault = "ends"
promises = "It goes on, whatever comes."
rule = "What one client sends may not end the server."
send = '!'

[[hunt]]
fault = "spins"
promises = "It replies at once."
rule = "Nobody may keep it busy."
send = '?'

[[hunt]]
fault = "prints-text"
side = "client"
args = ["{server}"]
promises = "It prints what comes."
rule = "Octets are no text."
send = '\xff\close'
"#;

const WRONG: [(&str, &str, &str); 4] = [
    (
        "drops-zeros",
        "greet",
        "let part = &buffer[..count].iter().copied().filter(|octet| *octet != 0).collect::<Vec<u8>>();",
    ),
    ("ends", "greet", "if buffer[..count].contains(&b'!') { std::process::exit(7); }\nlet part = &buffer[..count];"),
    ("spins", "greet", "while buffer[..count].contains(&b'?') {}\nlet part = &buffer[..count];"),
    ("prints-text", "ask", "print!(\"{}\", String::from_utf8_lossy(&reply));"),
];

/// A course with hunts, whose programs are sockets of the standard library.
fn course(name: &str) -> Course {
    let course = Course::new(name);
    course.write("crates/01-greet/src/server.rs", SERVER);
    course.write("crates/01-greet/src/client.rs", CLIENT);
    course.write("lessons/01-greet/exercise.toml", EXERCISE);
    course.write("tests/hunts/01-greet.toml", HUNTS);
    for (name, anchor, code) in WRONG {
        let text = format!("//! It {name}.\n//! fails: it\n\n// ANCHOR: {anchor}\n{code}\n// ANCHOR_END: {anchor}\n");
        course.write(&format!("tests/wrong/01-greet/{name}.rs"), &text);
    }
    course.run(&["starters"]).success();
    fixture::generate_lockfile(&course);
    course
}

/// The tool, while it hunts.
struct Hunt(Child);

impl Hunt {
    fn start(course: &Course, args: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_course"));
        command.arg("hunt").args(args).current_dir(&course.root).stdout(Stdio::piped()).stdin(Stdio::null());
        Self(command.spawn().unwrap())
    }

    /// Reads until the address, and returns it with what has to be read still.
    fn addr(&mut self) -> (String, BufReader<std::process::ChildStdout>) {
        let mut out = BufReader::new(self.0.stdout.take().unwrap());
        loop {
            let mut line = String::new();
            assert!(out.read_line(&mut line).unwrap() > 0, "no address");
            if let Some((_, rest)) = line.split_once("It listens on ") {
                return (rest.split(": ").next().unwrap().to_owned(), out);
            }
        }
    }
}

impl Drop for Hunt {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn octets_of_a_file_expose_a_fault_or_not() {
    let course = course("hunt-file");
    course.write("same.txt", "# Nothing.\nabc\\n\n");
    course.write("zero.txt", "a\n\\0\n");
    course.write("fewest.txt", "\\0");
    course.write("wrong.txt", "a\n\\q");
    course
        .run(&["hunt", "1", "--send", "same.txt"])
        .failure()
        .code(1)
        .stdout(starts_with("no difference: the program does what the reference does with these 4 octets\n"))
        .stdout(contains("\n    abc\\n\n  then: kept open\n"));
    course
        .run(&["hunt", "1", "--send", "zero.txt"])
        .success()
        .stdout(starts_with("found: the program does not keep its promise\n"))
        .stdout(contains("    a\n     ^ first difference\n").and(contains("    a\\0\n     ^ first difference\n")))
        .stdout(contains("\nrule      A zero is an octet like any other.\n"))
        .stdout(contains("2; 1 would have done. `cargo course hunt 01 1 --show` prints them."))
        .stdout(ends_with("score     1 of 4 found\nnext      cargo course hunt 01\n"));
    course.run(&["hunt", "1", "1", "--send", "fewest.txt"]).success().stdout(contains("Well hunted!"));
    course
        .run(&["hunt", "1", "--list"])
        .success()
        .stdout(contains("  1  1 octet  This server: ").and(contains("1 of 4 hunts found")));
    assert_eq!(course.read(".course/hunts.txt"), "greet/drops-zeros 1\n");
    course.run(&["hunt"]).success().stdout(contains("  01 greet             1 of 4 found\n"));
    course.run(&["hunt", "1", "1", "--show"]).success().stdout(ends_with("\n\\0\n"));
    course.run(&["hunt", "1", "--send", "wrong.txt"]).failure().stderr(contains("wrong.txt:2: `\\q` means nothing; "));
    course.run(&["hunt", "1", "9"]).failure().stderr(contains("lesson 01 has no hunt 9; it has 1 to 4"));
    // A program that ends, and one that hangs.
    course.write("end.txt", "!");
    course.write("spin.txt", "?");
    let ended = contains("  came: nothing\n").and(contains("  the program: ended (exit"));
    course.run(&["hunt", "1", "2", "--send", "end.txt"]).success().stdout(ended);
    course.run(&["hunt", "1", "3", "--send", "spin.txt"]).success().stdout(contains("  came: nothing\n"));
}

#[test]
fn the_proof_finds_hunts_that_cannot_be_solved() {
    let course = course("hunt-proof");
    let unsolved = "\n[[hunt]]\nfault = \"none\"\npromises = \"All.\"\nrule = \"All.\"\nsend = 'a'\n";
    course.write("tests/hunts/01-greet.toml", &(HUNTS.replace("'\\0'", "'a'") + unsolved));
    let output = course.run(&["prove", "1", "--only", "hunt"]).failure().code(1).get_output().stdout.clone();
    let said = String::from_utf8(output).unwrap();
    let expected = "\
FAIL 01-greet hunts             5 hunts
       at least 10 hunts are needed
       none: there is no such wrong solution
ok   01-greet hunt/ends         found with 1 octet: came, octet 0
ok   01-greet hunt/spins        found with 1 octet: came, octet 0
ok   01-greet hunt/prints-text  found with 1 octet: printed, octet 0
FAIL 01-greet hunt/drops-zeros  not found
       the reference does the same
3 passed, 2 failed
";
    assert_eq!(said, expected);
}

#[test]
fn any_client_can_hunt_through_the_port() {
    let course = course("hunt-port");
    let mut hunt = Hunt::start(&course, &["1"]);
    let (addr, mut out) = hunt.addr();
    // One that shows nothing, one that says nothing, and one that finds it in its second line.
    for line in ["abc", ""] {
        let mut client = TcpStream::connect(&addr).unwrap();
        client.write_all(line.as_bytes()).unwrap();
        let mut reply = vec![0; line.len()];
        client.read_exact(&mut reply).unwrap();
        assert_eq!(reply, line.as_bytes());
    }
    let mut client = TcpStream::connect(&addr).unwrap();
    client.write_all(b"a\n").unwrap();
    client.read_exact(&mut [0; 2]).unwrap();
    client.write_all(b"b\0\n").unwrap();
    let mut rest = Vec::new();
    // However the connection ends.
    let _ = client.read_to_end(&mut rest);
    assert_eq!(rest, b"b\n");
    let mut said = String::new();
    out.read_to_string(&mut said).unwrap();
    assert!(
        said.contains("found: the program does not keep its promise") && said.contains("octets    5; 1 would"),
        "{said}"
    );
    assert!(hunt.0.wait().unwrap().success());
}

#[test]
fn a_client_is_hunted_by_a_file_and_by_a_server() {
    let course = course("hunt-client");
    course.write("text.txt", "good\\close");
    course.write("octet.txt", "\\xff\\close");
    course.run(&["hunt", "1", "4", "--send", "text.txt"]).failure().code(1).stdout(contains("  sent\n    ask\\n\n"));
    course
        .run(&["hunt", "1", "4", "--send", "octet.txt"])
        .success()
        .stdout(contains("    \\xef\\xbf\\xbd\n").and(contains("    \\xff\n")).and(contains("Well hunted!")));
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    course.run(&["hunt", "1", "4", "--server", &nobody]).failure().stderr(contains("start your server there"));

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
            let _ = stream.read(&mut [0; 100]);
            let _ = stream.write_all(b"a\xff");
        }
    });
    let found = contains("octets    2; 1 would have done.");
    course.run(&["hunt", "1", "4", "--server", &addr]).success().stdout(found);
    let score = fs::read_to_string(course.root.join(".course/hunts.txt")).unwrap();
    assert_eq!(score, "greet/prints-text 1\n");
}
