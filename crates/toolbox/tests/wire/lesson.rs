//! The conversation of a graded test.

use std::fs;
use std::path::Path;
use std::time::Duration;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::{contains, starts_with};

use crate::proxy::toolbox;

/// Compiling a lesson takes a while.
const LONG: Duration = Duration::from_mins(10);

fn wire(arguments: &[&str]) -> Command {
    let mut command = toolbox();
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).arg("wire").args(arguments).timeout(LONG);
    command
}

/// That the line is there with which a recording is seen again, so that it can be copied.
fn is_recorded(name: &'static str) -> impl Predicate<str> {
    predicate::function(move |text: &str| {
        let command = text.lines().find_map(|line| line.strip_prefix("  cargo course wire show "));
        command.is_some_and(|path| path.ends_with(name) && !path.contains("FILE"))
    })
}

#[test]
fn a_lesson_that_is_not_there_is_said() {
    wire(&["99"]).assert().code(2).stderr(contains("error: no lesson 99; there are 01, 02, 03"));
    wire(&["8080"]).assert().code(2).stderr(contains("where is the server? cargo course wire 8080 TO"));
    wire(&["8080", "1", "--reference"]).assert().code(2).stderr(contains("--reference is for a lesson"));
    wire(&["03", "--connections", "1"]).assert().code(2).stderr(contains("--connections is for a proxy"));
    // Two digits may be a port too.
    wire(&["99", "no-address"]).assert().code(2).stderr(contains("TO no-address: no port"));
    toolbox()
        .current_dir(std::env::temp_dir())
        .args(["wire", "03"])
        .assert()
        .code(2)
        .stderr(contains("not inside the course"));
}

#[test]
fn a_word_that_several_tests_have_is_refused_before_anything_is_compiled() {
    wire(&["01", "server_prints"]).assert().code(2).stderr(
        starts_with(
            "error: several tests have `server_prints` in their names\n  the_server_prints_what_the_client_sent\n",
        )
        .and(contains("compiling").not()),
    );
}

#[test]
#[ignore = "compiles a lesson; CI runs it"]
fn the_conversation_of_a_graded_test_is_shown_with_its_verdict() {
    wire(&["03", "the_server_answers_before", "--reference"]).assert().success().stdout(
        starts_with("lesson 03, the_server_answers_before_the_client_closes\n\n  0.0")
            .and(contains("#1 → client sends 6 octets\n            Hello␊\n"))
            .and(contains("← server sends 6 octets\n            Hello␊\n"))
            .and(contains("ok         the_server_answers_before_the_client_closes"))
            .and(is_recorded("03-the_server_answers_before_the_client_closes.wire")),
    );
    wire(&["01", "the_server_sleeps_while_nobody_connects", "--reference"])
        .assert()
        .success()
        .stdout(contains("\nrecorded; to see it again:\n").or(contains("There are no octets to show")));
}

#[test]
#[ignore = "compiles a lesson; CI runs it"]
fn datagrams_of_lesson_02_are_shown_too() {
    wire(&["02", "the_client_sends_its_message_in_one", "--reference"])
        .assert()
        .success()
        .stdout(contains("→ client sends a datagram of 23 octets\n            Hello World from client\n"));
}

#[test]
#[ignore = "compiles a lesson; CI runs it"]
fn http_has_its_structure_and_only_programs_are_judged() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("page.html");
    // The test itself sends requests without User-Agent or Host, on purpose.
    wire(&["08", "the_server_wants_a_host_in_http_1_1", "--reference"])
        .assert()
        .success()
        .stdout(contains("request line").and(contains("└ the response ends here")).and(contains("✗").not()));
    wire(&["08", "the_server_wants_a_host_in_http_1_1", "--reference", "--html", page.to_str().expect("a path")])
        .assert()
        .success()
        .stdout(contains("page: ").and(contains("request line").not()));
    assert!(fs::read_to_string(&page).expect("a page").contains("<span class=label>request line</span>"));
}

#[test]
#[ignore = "compiles a lesson; CI runs it"]
fn without_a_name_it_is_the_first_test_that_fails_or_the_first_with_octets() {
    wire(&["01", "--reference"])
        .assert()
        .success()
        .stderr(starts_with("compiling lesson 01 and its tests").and(contains("looking for the first test that fails")))
        .stdout(contains("→ client sends ").and(contains("ok         the_server_prints_what_the_client_sent")).and(
            predicate::function(|text: &str| {
                // What is to be copied stands in one line.
                text.lines().all(|line| line.chars().count() <= 80 || line.starts_with("  cargo course wire show "))
            }),
        ));
    wire(&["01", "--reference", "no such test"])
        .assert()
        .code(2)
        .stderr(contains("error: no test with `no such test` in its name").and(contains("\n  and ")));
}
