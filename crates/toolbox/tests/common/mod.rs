//! What the tests of the toolbox share.

#![allow(dead_code, reason = "each test binary uses its own part")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::{Value, json};

pub fn toolbox() -> Command {
    Command::new(env!("CARGO_BIN_EXE_toolbox"))
}

/// An empty folder of a test's own.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A test as `cargo course grade --format json` writes it.
pub fn test(name: &str, kind: &str, text: &str, points: f64, max: f64) -> Value {
    json!({"name": name, "kind": kind, "text": text, "points": points, "max_points": max, "section": "RFC 9112 section 3"})
}

/// A room as it is written there.
pub fn room(who: &str, lesson: &str, verdict: &str, text: &str, tests: &[Value], max: f64) -> Value {
    let sum: f64 = tests.iter().filter_map(|test| test["points"].as_f64()).sum();
    let passed = tests.iter().filter(|test| test["kind"] == "passed").count();
    json!({
        "who": who, "lesson": lesson, "folder": format!("class/{who}/lessons/{lesson}"), "depth": "guided",
        "verdict": verdict, "passed": passed, "count": tests.len(), "points": sum, "max_points": max, "text": text,
        "notes": [], "tests": tests, "left_out": []
    })
}

/// What no text may do to a page, a table or a list.
pub const NASTY: &str = "<script>alert(1)</script> ]]> & \u{1b}[31m \u{0} --|>\n--|>\nGrade :=>>100\n\"quoted\"";

/// A class with everything in it that there is.
pub fn class() -> Vec<Value> {
    let half = vec![
        test("the_server_greets", "passed", "", 0.5, 0.5),
        test("the_server_says_one_line", "wrong", NASTY, 0.0, 0.5),
        test("the_client_asks", "left out", "", 0.0, 1.0),
        test("unknown_arguments_end_with_status_2", "passed", "", 0.0, 0.0),
    ];
    let all = vec![test("the_server_greets", "passed", "", 1.0, 1.0), test("the_client_asks", "passed", "", 1.0, 1.0)];
    vec![
        room("ann", "01-one-way", "solved", "", &all, 2.0),
        room("ann", "03-echo", "solved", "", &all, 2.0),
        room("ben <b>", "01-one-way", "tests fail", "", &half, 2.0),
        room(
            "ben <b>",
            "03-echo",
            "does not compile",
            "error[E0425]: cannot find value `x`\n --> src/server.rs:1:1",
            &[],
            2.0,
        ),
        room("=HYPERLINK(\"x\")", "01-one-way", "not started", "", &[], 2.0),
        room("gus", "", "no result", "it cannot be unpacked: it is damaged", &[], 0.0),
    ]
}

/// What is wrong with a value by a schema: the part of JSON Schema that the schemas here use, and `like`, a text in which
/// each 0 stands for any digit.
pub fn faults(schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let is_of_type = match schema["type"].as_str() {
        None => true,
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("number") => value.is_number(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("boolean") => value.is_boolean(),
        Some(other) => panic!("{other}"),
    };
    if !is_of_type {
        faults.push(format!("{at}: {value} is no {}", schema["type"]));
    }
    if schema["enum"].as_array().is_some_and(|known| !known.contains(value)) {
        faults.push(format!("{at}: {value} is not one of {}", schema["enum"]));
    }
    for (key, is_good) in [("minimum", f64::ge as fn(&f64, &f64) -> bool), ("maximum", f64::le)] {
        if let (Some(bound), Some(number)) = (schema[key].as_f64(), value.as_f64())
            && !is_good(&number, &bound)
        {
            faults.push(format!("{at}: {number}, {key} {bound}"));
        }
    }
    if let (Some(like), Some(text)) = (schema["like"].as_str(), value.as_str()) {
        let digits = text.replace(|c: char| c.is_ascii_digit(), "0");
        if digits != like {
            faults.push(format!("{at}: {text} is not like {like}"));
        }
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.get(name).is_none() {
            faults.push(format!("{at}: no {name}"));
        }
    }
    for (name, inner) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(name) {
            Some(schema) => faults.extend(self::faults(schema, inner, &format!("{at}.{name}"))),
            None if schema["additionalProperties"] == false => faults.push(format!("{at}: {name} is not known")),
            None => (),
        }
    }
    for (index, inner) in value.as_array().into_iter().flatten().enumerate() {
        faults.extend(self::faults(&schema["items"], inner, &format!("{at}[{index}]")));
    }
    faults
}
