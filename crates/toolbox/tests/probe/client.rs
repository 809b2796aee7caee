//! `cargo course probe --client`.

use std::process;

use predicates::str::contains;

use crate::peer::course_program;
use crate::{broken, probed, toolbox};

#[test]
fn the_courses_client_breaks_nothing() {
    let (data, status) = probed(&["--client", &format!("{} {{url}}", course_program("user-agent-client").display())]);
    assert_eq!((broken(&data), status), (Vec::new(), Some(0)));
    let held = data["checks"].as_array().expect("checks").iter().filter(|check| check["verdict"] == "held").count();
    assert!(held > 40, "{held} held");
}

#[test]
#[cfg(unix)]
fn a_client_to_which_everything_is_good_is_found() {
    let client = course_program("user-agent-client");
    let (data, status) = probed(&["--client", &format!("sh -c '{} \"$1\" || true' client {{url}}", client.display())]);
    let mut found = broken(&data);
    found.sort();
    let mut expected = [
        "courtesy head-cut-short",
        "must chunk-cut-short",
        "must chunk-end",
        "must chunk-huge",
        "must chunk-word",
        "must chunks-cut-short",
        "must cut-short",
        "must length-minus",
        "must length-plus",
        "must length-word",
        "must no-response",
        "should endless-head",
        "should no-http",
        "should redirect-loop",
        "smuggling coding-over-length",
        "smuggling two-lengths",
    ]
    .map(str::to_owned);
    expected.sort();
    // How the client takes a length that is too large shows only in its exit status, which says nothing here.
    found.retain(|found| !found.ends_with("length-huge"));
    assert_eq!(found, expected);
    assert_eq!(status, Some(1));
}

#[test]
#[cfg(unix)]
fn a_client_that_follows_no_redirect_is_not_judged_by_them() {
    let client = course_program("user-agent-client");
    let (data, status) = probed(&["--client", &format!("{} --redirects 0 {{url}}", client.display())]);
    let checks = data["checks"].as_array().expect("checks");
    let about = checks.iter().filter(|check| check["id"].as_str().is_some_and(|id| id.starts_with("redirect")));
    assert!(about.clone().count() > 3);
    assert!(about.into_iter().all(|check| check["verdict"] == "not offered"), "{checks:?}");
    assert_eq!(status, Some(0));
}

#[test]
fn curl_is_probed() {
    if process::Command::new("curl").arg("--version").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "curl is missing");
        return;
    }
    let (data, _) = probed(&["--client", "curl -sS {url}"]);
    let found = broken(&data);
    for good in ["plain", "host", "target", "chunks", "cut-short", "chunks-cut-short", "100", "fold", "sent"] {
        assert!(!found.iter().any(|found| found.ends_with(&format!(" {good}"))), "{good}: {found:?}");
    }
}

#[test]
fn what_is_no_client_is_said_with_status_2() {
    let closed = "sh -c 'echo nothing to do >&2' client {url}";
    for (command, words) in [
        ("curl -s", "write {url} where the client takes its URL"),
        ("no-such-program-here {url}", "cannot start `no-such-program-here`"),
        (closed, "no request came; it says: nothing to do"),
    ] {
        if command == closed && cfg!(windows) {
            continue;
        }
        toolbox().args(["probe", "--client", command]).assert().code(2).stderr(contains(words));
    }
}

#[test]
#[cfg(unix)]
fn what_a_client_sends_is_judged_by_its_octets() {
    let script =
        "exec 3<>/dev/tcp/${1}; printf \"GET / HTTP/1.1\\r\\nAccept: */*\\r\\n\\r\\n\" >&3; head -c 60 <&3 >/dev/null";
    if process::Command::new("bash").arg("--version").output().is_err() {
        return;
    }
    let shell = format!("bash -c 'u=${{1#http://}}; u=${{u%%/*}}; set -- \"${{u/://}}\"; {script}' client {{url}}");
    let (data, status) = probed(&["--client", &shell]);
    let found = broken(&data);
    assert!(found.contains(&"must sent-host-missing".to_owned()), "{found:?}");
    assert!(found.contains(&"must host".to_owned()), "{found:?}");
    assert!(found.contains(&"should sent-agent-missing".to_owned()), "{found:?}");
    assert_eq!(status, Some(1));
}
