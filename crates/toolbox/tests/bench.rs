//! `cargo course bench`, on servers that are built already.

use std::path::PathBuf;
use std::process;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;

fn bench() -> Command {
    let mut command = Command::cargo_bin("toolbox").expect("the toolbox");
    command.arg("bench").env_remove("COLUMNS").env("NO_COLOR", "1").env("LC_ALL", "C").timeout(Duration::from_mins(1));
    command
}

/// The server of lesson 07.
fn by_hand() -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let folder = BUILT.get_or_init(|| {
        let build = process::Command::new(env!("CARGO")).args(["build", "--quiet", "-p", "by-hand", "--bins"]).status();
        assert!(build.expect("cargo").success(), "lesson 07 does not build");
        assert_cmd::cargo::cargo_bin("toolbox").parent().expect("a folder").to_owned()
    });
    folder.join(format!("by-hand-server{}", std::env::consts::EXE_SUFFIX))
}

#[test]
#[ignore = "takes seconds: servers under load"]
fn servers_are_put_side_by_side() {
    let began = Instant::now();
    let mut command = bench();
    command
        .args(["--lesson", "07 by-hand", "--time", "0.5", "--reference"])
        .arg(by_hand())
        .arg("--mine")
        .arg(by_hand());
    let assert = command.assert().success();
    let text = String::from_utf8_lossy(&assert.get_output().stdout).into_owned();
    let unit = if cfg!(target_os = "linux") { "processor time (/proc/PID/stat)" } else { "by the clock" };
    for words in [unit, "\nyours ", "\n07 by-hand ", " of 07 by-hand"] {
        assert!(contains(words).eval(&text), "{words}: {text}");
    }
    assert!(text.is_ascii(), "{text}");
    assert!(text.contains('#') && text.lines().all(|line| line.len() <= 80), "{text}");
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
}

#[test]
#[ignore = "takes seconds: a server under load"]
fn without_processor_time_the_clock_counts() {
    let mut command = bench();
    command.args(["--lesson", "07 by-hand", "--clock", "--time", "0.2", "--reference"]).arg(by_hand());
    command
        .assert()
        .success()
        .stdout(contains("responses a second, by the clock").and(contains("07 by-hand          #")))
        .stdout(contains("not measured: nginx is measured by its processor time only"));
}

#[test]
#[cfg(unix)]
#[ignore = "takes seconds: a server under load"]
fn a_server_that_does_not_serve_says_why_and_the_others_are_measured() {
    let mut command = bench();
    command.args(["--lesson", "07 by-hand", "--time", "0.2", "--mine", "/bin/false", "--reference"]).arg(by_hand());
    command
        .assert()
        .code(1)
        .stdout(contains("yours").and(contains("does not bear the load")).and(contains("07 by-hand")));
}

#[test]
fn what_cannot_be_measured_is_said_with_status_2() {
    bench()
        .args(["--lesson", "07 by-hand", "--reference", "no-such-server"])
        .assert()
        .code(2)
        .stderr(contains("no-such-server"));
    bench().assert().code(2).stderr(contains("--reference"));
}
