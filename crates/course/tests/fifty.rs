//! Figures: many submissions of all lessons, solved, half solved and hostile, graded together. It is run by hand, on a
//! machine with nothing else to do: `cargo test -p course --test fifty -- --ignored --nocapture`.

#![cfg(target_os = "linux")]

#[path = "fixture/class.rs"]
mod class;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::Value;

use class::{copy, folder, grade, root, solve};

/// The lessons of the course, `01-one-way`.
fn lessons() -> Vec<String> {
    let entries = fs::read_dir(root().join("lessons")).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name.starts_with(|c: char| c.is_ascii_digit()));
    names.sort();
    names
}

/// Puts a mistake of the bank into the sources of a room: the code between its marks takes the place of the reference's.
fn make_wrong(src: &Path, mistake: &str) {
    for part in mistake.split("// ANCHOR: ").skip(1) {
        let (name, rest) = part.split_once('\n').unwrap();
        let (start, end) = (format!("// ANCHOR: {name}\n"), format!("// ANCHOR_END: {name}\n"));
        let body = rest.split(end.trim_end()).next().unwrap();
        for entry in walk(src) {
            let text = fs::read_to_string(&entry).unwrap();
            if let Some((before, rest)) = text.split_once(&start) {
                let (_, after) = rest.split_once(&end).unwrap();
                fs::write(&entry, format!("{before}{start}{body}{end}{after}")).unwrap();
            }
        }
    }
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { &mut open } else { &mut files }.push(path);
        }
    }
    files
}

/// What a server of lesson 01 does before anything else, and whether its room may be solved all the same.
const HOSTILE: [(&str, bool); 7] = [
    ("loop { std::thread::park(); }", false),
    ("loop { println!(\"{}\", \"y\".repeat(9999)); }", false),
    ("for path in [\"/tmp\", \"..\", \"/\", \"/room\"] { let _ = std::fs::remove_dir_all(path); }", true),
    ("let mut all = Vec::new(); loop { all.push(vec![1_u8; 1 << 26]); }", false),
    ("let x: u8 = \"no\";", false),
    (
        "let _ = std::process::Command::new(\"one-way-server\").args(std::env::args().skip(1)).status(); return Ok(());",
        false,
    ),
    ("loop { let _ = std::process::Command::new(std::env::current_exe().unwrap()).spawn(); }", false),
];

/// A submission as somebody of this number hands it in; returns what its rooms may come to.
fn hand_in(class: &Path, number: usize, lessons: &[String]) -> BTreeMap<String, Vec<&'static str>> {
    let submission = class.join(format!("s{number:02}"));
    let mut expected = BTreeMap::new();
    let kind = number % 5;
    for (at, lesson) in lessons.iter().enumerate() {
        let src = submission.join("lessons").join(lesson).join("src");
        let is_begun = kind < 2 || (kind < 4 && at < lessons.len() / 2) || (kind == 4 && at < 2);
        if !is_begun {
            copy(&root().join("lessons").join(lesson), &submission.join("lessons").join(lesson));
            expected.insert(lesson.clone(), vec!["not started"]);
            continue;
        }
        solve(&submission, lesson);
        expected.insert(lesson.clone(), vec!["solved"]);
        if kind == 4 && at == 0 {
            let (before, may_be_solved) = HOSTILE[number / 5 % HOSTILE.len()];
            let server = fs::read_to_string(src.join("server.rs")).unwrap();
            let body = server.find("fn main()").and_then(|at| Some(at + server[at..].find("{\n")? + 2)).unwrap();
            fs::write(src.join("server.rs"), format!("{}{before}\n{}", &server[..body], &server[body..])).unwrap();
            let bad = vec!["tests fail", "does not compile", "no result"];
            expected.insert(lesson.clone(), if may_be_solved { [bad, vec!["solved"]].concat() } else { bad });
        }
        if (2..4).contains(&kind) && at % 2 == number % 2 {
            let mut bank = walk(&root().join("tests/wrong").join(lesson));
            bank.sort();
            make_wrong(&src, &fs::read_to_string(&bank[number % bank.len()]).unwrap());
            expected.insert(lesson.clone(), vec!["tests fail"]);
        }
    }
    expected
}

/// How many seconds everything that this process has started and waited for has computed.
fn seconds_of_children() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap().split(' ').collect();
    // The kernel counts in hundredths.
    fields[13..15].iter().map(|field| field.parse::<f64>().unwrap() / 100.0).sum()
}

fn load() -> String {
    fs::read_to_string("/proc/loadavg").unwrap().split(' ').next().unwrap().to_owned()
}

/// Figures for a machine with nothing else to do. `COURSE_CLASS` says how many submissions there are.
#[test]
#[ignore = "takes a quarter of an hour, and is run by hand: its figures are what it is for"]
fn fifty_submissions_are_graded_together() {
    let count = std::env::var("COURSE_CLASS").ok().and_then(|count| count.parse().ok()).unwrap_or(50);
    let (class, out, lessons) = (folder("fifty"), folder("fifty-out"), lessons());
    let expected: Vec<_> = (0..count).map(|number| hand_in(&class, number, &lessons)).collect();
    let prepared = grade(&["--prepare"]);
    assert!(prepared.status.success(), "{}", String::from_utf8_lossy(&prepared.stderr));
    let (start, before, computed) = (Instant::now(), load(), seconds_of_children());
    let (json, page) = (out.join("grades.json").display().to_string(), out.join("class.html").display().to_string());
    let graded = grade(&[&class.display().to_string(), "--fresh", "--json", "--out", &json, "--page", &page]);
    assert_eq!(graded.status.code(), Some(1), "{}", String::from_utf8_lossy(&graded.stderr));
    let took = start.elapsed();
    let each = u32::try_from(count).unwrap();
    let computed = (seconds_of_children() - computed) / f64::from(each);
    println!(
        "{count} submissions in {took:.0?}, {:.1?} each; {computed:.1} s of computing each; load {before} before, {} after",
        took / each,
        load()
    );
    let rooms: Value = serde_json::from_slice(&fs::read(&json).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for room in rooms.as_array().unwrap() {
        let who: usize = room["who"].as_str().unwrap()[1..].parse().unwrap();
        let (lesson, verdict) = (room["lesson"].as_str().unwrap(), room["verdict"].as_str().unwrap());
        if !expected[who][lesson].contains(&verdict) {
            wrong.push(format!("s{who:02} {lesson}: {verdict}, and not {:?}", expected[who][lesson]));
        }
    }
    assert_eq!((rooms.as_array().unwrap().len(), wrong), (count * lessons.len(), Vec::<String>::new()));
}
