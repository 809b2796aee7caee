//! Every form of grades, held against a description of what reads it, or against what reads it.

mod common;

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use predicates::str::contains;
use serde_json::{Value, json};

use common::{class, faults, folder, room, test, toolbox};

/// What the toolbox makes of grades.
fn made(format: &str, reports: &[Value]) -> String {
    let mut command = toolbox();
    for name in ["CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL", "REVIEW_URL", "VPL_GRADEMAX"]
    {
        command.env_remove(name);
    }
    command.env("ASSIGNMENT", "http").args(["formats", "--format", format]).write_stdin(json!(reports).to_string());
    let made = command.assert().success();
    String::from_utf8(made.get_output().stdout.clone()).unwrap()
}

fn of(who: &str) -> Vec<Value> {
    class().into_iter().filter(|report| report["who"] == who).collect()
}

fn checked(format: &str, schema: &str, reports: &[Value]) -> Value {
    let schema: Value = serde_json::from_str(schema).unwrap();
    let value: Value = serde_json::from_str(&made(format, reports)).unwrap();
    assert_eq!(faults(&schema, &value, format), [""; 0], "{value:#}");
    value
}

/// What a program of Python says about a text that it reads.
fn python(program: &str, input: &str) -> Option<String> {
    let mut child =
        match Command::new("python3").args(["-c", program]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn() {
            Ok(child) => child,
            Err(error) => {
                assert!(std::env::var_os("CI").is_none(), "this test needs python3: {error}");
                println!("left out: {error}");
                return None;
            }
        };
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{input}");
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_schemas_find_what_is_wrong() {
    let schema: Value = serde_json::from_str(include_str!("schemas/classroom50.json")).unwrap();
    let good = checked("classroom50", include_str!("schemas/classroom50.json"), &of("ann"));
    for (name, bad) in [
        ("score", json!(1.5)),
        ("max-score", json!(-1)),
        ("datetime", json!("today")),
        ("tests", json!([{}])),
        ("more", json!(1)),
    ] {
        let mut value = good.clone();
        value[name] = bad;
        assert!(!faults(&schema, &value, "").is_empty(), "{name}");
    }
}

#[test]
fn gradescope_gets_a_test_each_and_what_did_not_compile() {
    let value = checked("gradescope", include_str!("schemas/gradescope.json"), &of("ben <b>"));
    assert_eq!(value["score"], 0.5);
    let tests = value["tests"].as_array().unwrap();
    assert_eq!(tests.len(), 5);
    assert_eq!((&tests[0]["name"], &tests[0]["number"]), (&json!("01 one-way: the server greets"), &json!("1.1")));
    assert_eq!((&tests[1]["status"], &tests[1]["max_score"]), (&json!("failed"), &json!(0.5)));
    assert_eq!((&tests[4]["name"], &tests[4]["max_score"]), (&json!("03 echo"), &json!(2.0)));
    assert!(tests[4]["output"].as_str().unwrap().contains("does not compile: error[E0425]"));
    let sum: f64 = tests.iter().filter_map(|test| test["max_score"].as_f64()).sum();
    assert!((sum - 4.0).abs() < 1e-9, "{sum}");
}

#[test]
fn classroom_50_gets_whole_numbers() {
    let value = checked("classroom50", include_str!("schemas/classroom50.json"), &of("ann"));
    assert_eq!((&value["score"], &value["max-score"], &value["assignment"]), (&json!(4), &json!(4), &json!("http")));
    // Half a point is fifty of a hundred.
    let value = checked("classroom50", include_str!("schemas/classroom50.json"), &of("ben <b>"));
    assert_eq!((&value["score"], &value["max-score"]), (&json!(50), &json!(400)));
}

/// A student who adds up the tests comes to the grade.
#[test]
fn tests_add_up_to_the_grade_however_it_is_rounded() {
    let third = 1.0 / 3.0;
    let mut tests: Vec<Value> =
        (0..6).map(|number| test(&format!("good_{number}"), "passed", "", third, third)).collect();
    tests.extend((0..3).map(|number| test(&format!("bad_{number}"), "wrong", "no", 0.0, third)));
    let reports = [room("hal", "01-one-way", "tests fail", "", &tests, 3.0)];
    let sums = |value: &Value, score: &str, most: &str| {
        let sum = |name: &str| -> f64 {
            value["tests"].as_array().unwrap().iter().filter_map(|test| test[name].as_f64()).sum()
        };
        (sum(score), sum(most))
    };
    let value = checked("gradescope", include_str!("schemas/gradescope.json"), &reports);
    let (score, most) = sums(&value, "score", "max_score");
    assert!((score - 2.0).abs() < 1e-9 && (most - 3.0).abs() < 1e-9 && value["score"] == 2.0, "{value:#}");
    let value = checked("classroom50", include_str!("schemas/classroom50.json"), &reports);
    assert_eq!(sums(&value, "score", "max-score"), (200.0, 300.0), "{value:#}");
    assert_eq!((&value["score"], &value["max-score"]), (&json!(200), &json!(300)));
}

/// Without the reason, 0 points are a riddle.
#[test]
fn what_does_not_count_is_said_in_every_form() {
    let note = "src/server.rs is missing, the starter's stands in for it";
    let mut judged = of("ben <b>").swap_remove(0);
    let mut not_started = of("=HYPERLINK(\"x\")").swap_remove(0);
    for report in [&mut judged, &mut not_started] {
        report["notes"] = json!([note]);
        for format in ["gradescope", "classroom50", "prairielearn", "vpl", "csv", "junit"] {
            let made = made(format, std::slice::from_ref(report)).replace("&apos;", "'");
            assert!(made.contains(note), "{format}: {made}");
        }
    }
}

#[test]
fn prairielearn_gets_a_share_and_never_more_than_it_reads() {
    let schema = include_str!("schemas/prairielearn.json");
    let value = checked("prairielearn", schema, &of("ben <b>"));
    assert_eq!((&value["score"], &value["gradable"]), (&json!(0.125), &json!(true)));
    let value = checked("prairielearn", schema, &of("gus"));
    assert_eq!((&value["score"], &value["gradable"]), (&json!(0.0), &json!(false)));
    assert!(value["format_errors"][0].as_str().unwrap().contains("it is damaged"));
    let long = "\"é\n".repeat(5_000);
    let tests: Vec<Value> = (0..100).map(|number| test(&format!("t{number}"), "wrong", &long, 0.0, 1.0)).collect();
    let reports = [room("eve", "01-one-way", "tests fail", "", &tests, 100.0)];
    let made = made("prairielearn", &reports);
    assert!(made.len() <= 1_000_000, "{}", made.len());
    assert_eq!(checked("prairielearn", schema, &reports)["tests"].as_array().unwrap().len(), 100);
}

/// As VPL reads it: the last `Grade :=>>` at the beginning of a line counts, and comments end at the first end mark.
#[test]
fn vpl_reads_the_grade_and_nothing_that_a_program_printed() {
    let text = made("vpl", &of("ben <b>"));
    let grades: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("Grade :=>>")).collect();
    assert_eq!(grades, ["12.5"], "{text}");
    let ends: Vec<usize> =
        text.lines().enumerate().filter(|(_, line)| line.trim() == "--|>").map(|(at, _)| at).collect();
    assert_eq!(ends, [text.lines().count() - 2], "{text}");
    assert_eq!(text.lines().next(), Some("<|--"));
    let mut command = toolbox();
    command.args(["formats", "--format", "vpl"]).env("VPL_GRADEMAX", "10").write_stdin(json!(of("ann")).to_string());
    command.assert().success().stdout(contains("Grade :=>>10\n"));
}

/// The XML of `JUnit` that Jenkins, GitLab and others read, by its usual schema.
const JUNIT: &str = r#"
import sys, xml.etree.ElementTree as tree
known = {
    "testsuites": ({"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "uuid"}, {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors", "skipped", "disabled", "time", "timestamp", "hostname", "id", "package"}, {"properties", "testcase", "system-out", "system-err"}),
    "properties": (set(), {"property"}),
    "property": ({"name", "value"}, set()),
    "testcase": ({"name", "classname", "time", "timestamp", "assertions", "status"}, {"failure", "error", "skipped", "system-out", "system-err"}),
    "failure": ({"message", "type"}, set()), "error": ({"message", "type"}, set()), "skipped": ({"message", "type"}, set()),
}
def check(node):
    attributes, children = known[node.tag]
    assert set(node.attrib) <= attributes, (node.tag, node.attrib)
    for child in node:
        assert child.tag in children, (node.tag, child.tag)
        check(child)
root = tree.fromstring(sys.stdin.buffer.read())
assert root.tag == "testsuites"
check(root)
for suite in root:
    cases = suite.findall("testcase")
    assert int(suite.get("tests")) == len(cases) > 0
    assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
    assert int(suite.get("errors")) == len(suite.findall("testcase/error"))
    for case in cases:
        assert case.get("name") and case.get("classname")
        outcome = [child.tag for child in case if child.tag in ("failure", "error", "skipped")]
        assert len(outcome) <= 1
        print(suite.get("name"), "|", case.get("name"), "|", *(outcome or ["passed"]))
"#;

#[test]
fn junit_is_read_by_an_xml_parser() {
    let Some(said) = python(JUNIT, &made("junit", &class())) else { return };
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 11, "{said}");
    for line in [
        "ann 01 one-way | the server greets | passed",
        "ben <b> 01 one-way | the server says one line | failure",
        "ben <b> 01 one-way | the client asks | skipped",
        "ben <b> 03 echo | 03 echo | error",
        "gus what was handed in | what was handed in | error",
    ] {
        assert!(lines.contains(&line), "{line}: {said}");
    }
}

#[test]
fn a_grade_book_has_a_line_for_each_student_and_no_formula() {
    let read = "import csv, json, sys; print(json.dumps(list(csv.reader(sys.stdin))))";
    let Some(said) = python(read, &made("csv", &class())) else { return };
    let rows: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(rows[0], json!(["student", "01-one-way", "03-echo", "points", "of", "percent", "remarks"]));
    assert_eq!(rows[1], json!(["ann", "2", "2", "4", "4", "100", ""]));
    let ben = "03 echo: does not compile: error[E0425]: cannot find value `x`";
    assert_eq!(rows[2], json!(["ben <b>", "0.5", "0", "0.5", "4", "12.5", ben]));
    assert_eq!(rows[3], json!(["'=HYPERLINK(\"x\")", "0", "", "0", "4", "0", ""]));
    assert_eq!((&rows[4][1], &rows[4][5]), (&json!(""), &json!("0")));
}

#[test]
fn a_class_becomes_a_file_for_each_submission() {
    let folder = folder("files").join("results");
    let write = |out: Option<&std::path::Path>| {
        let mut command = toolbox();
        command.args(["formats", "--format", "gradescope"]).write_stdin(json!(class()).to_string());
        if let Some(out) = out {
            command.arg("--out").arg(out);
        }
        command.assert()
    };
    write(None).failure().code(2).stderr(contains("this format holds one submission, and there are 4"));
    // A file is wanted there, and a folder of its name would be taken for one.
    let file = folder.with_file_name("results.json");
    write(Some(&file)).failure().code(2).stderr(contains("is the name of a file, which holds one submission"));
    assert!(!file.exists());
    write(Some(&folder)).success();
    let mut names: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["-HYPERLINK--x--.json", "ann.json", "ben--b-.json", "gus.json"]);
    toolbox()
        .args(["formats", "--format", "csv"])
        .write_stdin("[1]")
        .assert()
        .failure()
        .code(2)
        .stderr(contains("not as `cargo course grade"));
}
