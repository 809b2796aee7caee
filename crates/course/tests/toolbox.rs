//! The tools that `cargo course` hands on to the toolbox.

use std::path::PathBuf;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;

#[test]
#[ignore = "takes a minute: it builds the toolbox"]
fn a_tool_gets_its_arguments_and_its_exit_status_is_that_of_the_command() {
    let course = || {
        let mut command = Command::cargo_bin("course").expect("cargo course");
        command.current_dir(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../.."));
        command
    };
    let help = contains("cargo course probe").and(contains("--client")).and(contains("--scoreboard"));
    course().args(["probe", "--help"]).assert().success().stdout(help);
    course().args(["probe", "https://localhost/"]).assert().code(2).stderr(contains("without TLS"));
    course().args(["probe", "--client", "true"]).assert().code(2).stderr(contains("write {url}"));
    course().args(["bench", "15"]).assert().code(1).stderr(contains("has no server of HTTP; 06 to 14 have one"));
    course().args(["bench", "99"]).assert().code(1).stderr(contains("99"));
}

#[test]
#[ignore = "takes minutes: it builds a server for speed"]
fn the_courses_server_is_measured_beside_others() {
    let mut command = Command::cargo_bin("course").expect("cargo course");
    command.current_dir(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../.."));
    let assert = command.args(["bench", "07", "--", "--time", "0.5"]).assert().success();
    assert
        .stderr(contains("building for speed"))
        .stdout(contains("\n07 by-hand ").and(contains("a connection for each request")));
}
