//! Hostile rooms of the real lesson 01 beside good ones: each costs only itself. It takes minutes, so it is run by name:
//! `cargo test -p course --test hostile -- --ignored`.

#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The reference's programs as a solution, with something before the server's own beginning.
fn hand_in(class: &Path, who: &str, before: &str) {
    let reference = root().join("crates/01-one-way/src");
    let src = class.join(who).join("lessons/01-one-way/src");
    fs::create_dir_all(&src).unwrap();
    fs::copy(reference.join("client.rs"), src.join("client.rs")).unwrap();
    let server = fs::read_to_string(reference.join("server.rs")).unwrap();
    let start = server.find("fn main()").unwrap();
    let body = start + server[start..].find("{\n").unwrap() + 2;
    fs::write(src.join("server.rs"), format!("{}{before}\n{}", &server[..body], &server[body..])).unwrap();
}

#[test]
#[ignore = "takes minutes"]
fn hostile_rooms_cost_only_themselves() {
    let class = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    let _ = fs::remove_dir_all(&class);
    let root = root();
    let root = root.to_str().unwrap();
    let seconds = 800_000 + process::id();
    let rooms = [
        ("0-solved", String::new(), "solved"),
        ("compiler", "let x: u8 = \"no\";".to_owned(), "does not compile"),
        (
            "daemon",
            format!(
                "let _ = std::process::Command::new(\"setsid\").args([\"sleep\", \"{seconds}\"]).spawn(); \
                 let _ = std::process::Command::new(\"sleep\").arg(\"{seconds}\").spawn();"
            ),
            "",
        ),
        (
            "fills",
            "loop { let name = std::env::temp_dir().join(std::process::id().to_string()); \
             let _ = std::io::copy(&mut std::fs::File::open(\"/dev/zero\").unwrap(), &mut std::fs::File::create(name).unwrap()); }"
                .to_owned(),
            "tests fail",
        ),
        ("forks", "loop { let _ = std::process::Command::new(std::env::current_exe().unwrap()).spawn(); }".to_owned(), ""),
        ("hangs", "loop { std::thread::park(); }".to_owned(), "tests fail"),
        ("memory", "let mut all = Vec::new(); loop { all.push(vec![1_u8; 1 << 26]); }".to_owned(), "tests fail"),
        (
            "removes",
            format!("for path in [\"{root}\", \"{}\"] {{ let _ = std::fs::remove_dir_all(path); }}", class.display()),
            "solved",
        ),
        // What it removes there are its own tests' files.
        ("removes-all", "for path in [\"/tmp\", \"..\", \"/\"] { let _ = std::fs::remove_dir_all(path); }".to_owned(), ""),
        ("spins", "loop { std::hint::spin_loop(); }".to_owned(), "tests fail"),
        ("writes", "loop { println!(\"{}\", \"y\".repeat(9999)); eprintln!(\"{}\", \"n\".repeat(9999)); }".to_owned(), "tests fail"),
        ("zz-solved", String::new(), "solved"),
    ];
    for (who, before, _) in &rooms {
        hand_in(&class, who, before);
    }
    let output = Command::new(env!("CARGO_BIN_EXE_course"))
        .args(["grade", "--json", "--fresh"])
        .arg(&class)
        .current_dir(root)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("no namespaces here"), "this test needs namespaces: {said}");
    assert_eq!(output.status.code(), Some(1), "{said}");
    let reports: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let verdicts: BTreeMap<&str, &str> = reports
        .as_array()
        .unwrap()
        .iter()
        .map(|report| (report["who"].as_str().unwrap(), report["verdict"].as_str().unwrap()))
        .collect();
    for (who, _, expected) in &rooms {
        let verdict = verdicts[who];
        // What a daemon or a thousand processes leave of a test is open; a good grade is not.
        let is_open = expected.is_empty() && (verdict != "solved" || *who != "forks");
        let is_right = is_open || verdict == *expected;
        assert!(is_right, "{who}: {verdicts:?}");
    }
    let left = fs::read_dir("/proc").unwrap().flatten().filter(|entry| {
        let line = fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let line = String::from_utf8_lossy(&line);
        line.contains(&format!("sleep\0{seconds}")) || line.starts_with("/room/")
    });
    assert_eq!(left.count(), 0);
    assert!(Path::new(root).join("tests/01_one_way.rs").exists() && class.join("zz-solved/lessons").exists());
}
