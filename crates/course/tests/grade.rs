//! `cargo course check` and `cargo course grade` on a small course: they judge the files that are there, and nothing else.

mod fixture;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process;
use std::time::{Duration, SystemTime};

use assert_cmd::assert::Assert;
use predicates::prelude::*;
use predicates::str::{contains, ends_with, starts_with};

use fixture::{CLIENT, Course, STARTER, course, generate_lockfile};

const SERVER: &str = "src/server.rs";

fn solved() -> String {
    STARTER.replace("todo!(\"gap 1: greet\")", "\"hello\".to_owned()")
}

fn wrong() -> String {
    STARTER.replace("todo!(\"gap 1: greet\")", "\"hello\\nyou\".to_owned()")
}

fn client() -> String {
    CLIENT.lines().filter(|line| !line.contains("ANCHOR")).flat_map(|line| [line, "\n"]).collect()
}

/// A course that a learner or a teacher has: starters, lock file, and the reference built.
fn ready(name: &str) -> Course {
    let course = Course::new(name);
    course.run(&["starters"]).success();
    generate_lockfile(&course);
    course
}

/// What students handed in: `NAME/lessons/01-greet`.
struct Class {
    folder: PathBuf,
}

impl Class {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("class").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        fs::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    fn room(&self, who: &str) -> PathBuf {
        self.folder.join(who).join("lessons/01-greet")
    }

    fn write(&self, who: &str, file: &str, text: &str) {
        let path = self.room(who).join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// A room with this server and a good client.
    fn hand_in(&self, who: &str, server: &str) {
        self.write(who, SERVER, server);
        self.write(who, "src/client.rs", &client());
    }

    fn grade(&self, course: &Course) -> Assert {
        fixture::course().arg("grade").arg(&self.folder).current_dir(&course.root).assert()
    }
}

/// Gives every file of a folder the time of an old archive.
fn age(folder: &Path, days: u64) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            age(&path, days);
        } else {
            let time = SystemTime::now() - Duration::from_secs(days * 86_400);
            File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        }
    }
}

fn lines(assert: &Assert) -> Vec<String> {
    let stdout = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    stdout.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn a_check_shows_gaps_tests_the_first_failure_and_the_next_step() {
    let course = ready("check-red");
    let room = "lessons/01-greet/src/server.rs";
    course
        .run(&["check", "1"])
        .failure()
        .code(1)
        .stdout(starts_with("lesson 01 greet: 1 of 3 tests pass\n\ngaps: 0 of 1 filled\n"))
        .stdout(contains("  1 greet is open  lessons/01-greet/src/server.rs:12\n"))
        .stdout(contains("  failed  the_server_greets\n"))
        .stdout(contains("  passed  the_client_asks\n"))
        .stdout(contains("first failure: the_server_greets (it belongs to gap 1, which is open)\n"));

    course.write(room, &STARTER.replace("todo!(\"gap 1: greet\")", "hello"));
    course
        .run(&["check", "1"])
        .failure()
        .code(1)
        .stdout(starts_with("lesson 01 greet: does not compile\n"))
        .stdout(
            contains("error[E0425]: cannot find value `hello`")
                .and(contains("--> lessons/01-greet/src/server.rs:15:5")),
        )
        .stdout(ends_with("next: mend what the compiler says first, then `cargo course check 01`\n"));

    course.write(room, &solved());
    course
        .run(&["check", "1"])
        .success()
        .stdout(starts_with("lesson 01 greet: solved\n\ngaps: 1 of 1 filled\n").and(contains("first failure").not()));
    course.run(&["check", "2"]).failure().code(2);

    fs::remove_dir_all(course.root.join("lessons/01-greet/src")).unwrap();
    let anew = contains("lessons/01-greet: there is no folder src; `cargo course start 01`");
    course.run(&["check", "1"]).failure().code(2).stderr(anew.clone());
    course.run(&[]).success().stdout(contains("a greeting  does not compile; solved guided\n")).stderr(anew);
}

#[test]
fn a_check_names_what_the_system_cannot_show() {
    let course = ready("check-left-out");
    let line = "the_client_asks: whether it sleeps (this system does not tell)";
    let says = format!(
        "use std::io::Write as _;\n    let line = b\"left out on this system: {line}\\n\";\n    std::io::stderr().write_all(line).unwrap();"
    );
    let asks = "fn the_client_asks() {\n";
    course.write("tests/01_greet.rs", &course.read("tests/01_greet.rs").replace(asks, &format!("{asks}    {says}\n")));
    course.write("lessons/01-greet/src/server.rs", &solved());
    let check = course.run(&["check", "1"]).success();
    check.stdout(contains(format!("\n\nleft out on this system\n  {line}\n\nnext: ")));
    course.run(&["check", "--json", "1"]).success().stdout(contains(format!("\"left_out\": [\n    \"{line}\"\n  ]")));
}

#[test]
fn files_are_judged_by_content_whatever_their_times_say() {
    let course = ready("times");
    let room = course.root.join("lessons/01-greet");
    let check = |text: &str, days, word: &str| {
        course.write("lessons/01-greet/src/server.rs", text);
        age(&room, days);
        let status = course.run(&["check", "1"]).stdout(starts_with(format!("lesson 01 greet: {word}\n")));
        if word == "solved" {
            status.success()
        } else {
            status.failure()
        };
        let table = if word == "solved" { "solved" } else { word };
        // Once solved, that it was stays said.
        let line = format!("a greeting  {table}");
        let says = contains(format!("{line}\n")).or(contains(format!("{line}; solved guided\n")));
        course.run(&[]).success().stdout(says);
    };
    // As archives come: each older than what was built of the one before.
    check(&solved(), 2, "solved");
    check(&wrong(), 3, "1 of 3 tests pass");
    check(&solved(), 4, "solved");
    check(&wrong(), 400, "1 of 3 tests pass");

    // The tests and what they are built from are files too.
    course.write("tests/01_greet.rs", &course.read("tests/01_greet.rs").replace("\"hello\\n\"", "\"hello\\nyou\\n\""));
    age(&course.root.join("tests"), 500);
    course.run(&["check", "1"]).failure().stdout(starts_with("lesson 01 greet: 2 of 3 tests pass\n"));
}

#[test]
fn a_broken_manifest_of_a_room_does_not_count() {
    let course = ready("manifest");
    course.write("lessons/01-greet/src/server.rs", &solved());
    course.write("lessons/01-greet/Cargo.toml", "this is [no manifest");
    course.run(&["check", "1"]).success().stdout(contains("note: Cargo.toml does not count"));
}

#[test]
fn each_room_of_a_class_gets_a_line() {
    let course = ready("class");
    let class = Class::new("class");
    class.hand_in("ann", &solved());
    class.hand_in("ben", &wrong());
    class.hand_in("cid", "fn main() { hello }\n");
    class.hand_in("dee", STARTER);
    class.write("eve", "README.md", "I was ill.\n");
    class.hand_in("fay", &solved());
    fs::remove_file(class.room("fay").join("src/client.rs")).unwrap();
    age(&class.folder, 3);
    let graded = class.grade(&course).failure().code(1).stderr(contains("eve: no room in there\n"));
    assert_eq!(
        lines(&graded),
        [
            "ann 01-greet 3 of 3 solved",
            "ben 01-greet 1 of 3 tests fail",
            "cid 01-greet - does not compile: error[E0425]: cannot find value `hello` in this scope",
            "dee 01-greet - not started",
            "fay 01-greet 3 of 3 solved (src/client.rs is missing, the starter's stands in for it)",
            "eve - - no result: no room in there",
            "",
            "6 rooms: 2 solved, 3 not, 1 not started",
        ]
    );
    // The next one who is called second gets what he wrote himself.
    class.hand_in("ben", &solved());
    age(&class.room("ben"), 30);
    fs::remove_dir_all(class.room("cid")).unwrap();
    let graded = class.grade(&course).failure().code(1);
    assert_eq!(lines(&graded)[1], "ben 01-greet 3 of 3 solved");

    // A reference is not taken for a room, even where there are no rooms.
    let reference = class.folder.join("gus/crates/01-greet/src");
    fs::create_dir_all(&reference).unwrap();
    fs::write(reference.join("server.rs"), solved()).unwrap();
    assert_eq!(lines(&class.grade(&course).failure().code(1))[6], "gus - - no result: no room in there");
    // A room that is only a link stays out, and not in silence.
    #[cfg(unix)]
    {
        let linked = class.folder.join("hal/lessons/01-greet");
        fs::create_dir_all(linked.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(class.room("ann"), &linked).unwrap();
        let graded = lines(&class.grade(&course).failure().code(1));
        let line = "hal - - no result: 01-greet is a link, and links are not followed";
        assert!(graded.iter().any(|found| found == line), "{graded:?}");
    }
    // As `class/*` names them: who has no room ends nothing.
    let each = ["ann", "eve", "gus"].map(|who| class.folder.join(who).display().to_string());
    let graded = course_run(&course, &["grade", &each[0], &each[1], &each[2]]).failure().code(1);
    assert_eq!(
        lines(&graded)[..3],
        ["ann 01-greet 3 of 3 solved", "eve - - no result: no room in there", "gus - - no result: no room in there"]
    );

    let only = |folder: &Path| course_run(&course, &["grade", folder.to_str().unwrap()]);
    assert_eq!(lines(&only(&class.room("ann")).success())[0], "ann 01-greet 3 of 3 solved");
    assert_eq!(lines(&only(&class.folder.join("ann")).success())[0], "ann 01-greet 3 of 3 solved");
    only(&class.room("eve").join("..")).failure().code(2).stderr(contains("no room in there"));
    only(&class.folder.join("nobody")).failure().code(2);
}

fn course_run(course: &Course, args: &[&str]) -> Assert {
    course.run(args)
}

#[test]
fn whoever_has_no_room_is_named() {
    let course = ready("without");
    let class = Class::new("without");
    class.hand_in("red/ann/archive/http-course-main", &solved());
    class.write("red/eve", "README.md", "I was ill.\n");
    // As archives from macOS leave it.
    class.write("red/ann/__MACOSX", "src/._server.rs", "");
    fs::create_dir(class.folder.join("blue")).unwrap();
    // What was unpacked from this one lies beside it.
    fs::write(class.folder.join("red/ann.zip"), "PK").unwrap();
    let mut command = fixture::course();
    let folder = class.folder.strip_prefix(course.root.parent().unwrap().parent().unwrap()).unwrap();
    let folder = Path::new("../..").join(folder);
    let graded = command.arg("grade").arg(&folder).current_dir(&course.root).assert().failure().code(1);
    assert_eq!(
        lines(&graded)[..3],
        [
            "red/ann/archive/http-course-main 01-greet 3 of 3 solved (ann.zip lies beside the folder ann, and was not read)",
            "red/eve - - no result: no room in there",
            "blue - - no result: no room in there",
        ]
    );
    let said = String::from_utf8(graded.get_output().stderr.clone()).unwrap();
    let named: Vec<_> = said.lines().filter_map(|line| line.strip_suffix(": no room in there")).collect();
    let expected = ["red/eve", "blue"].map(|name| folder.join(name).display().to_string());
    assert_eq!(named, expected, "{said}");
}

#[test]
fn a_room_is_judged_as_it_would_be_at_home() {
    let course = ready("home");
    let class = Class::new("home");
    class.hand_in("latin", &solved());
    let mut text = solved().into_bytes();
    text.extend(b"// caf\xe9\n");
    fs::write(class.room("latin").join(SERVER), text).unwrap();
    // What both programs need, in a library of one's own.
    class.hand_in("library", "fn main() {\n    println!(\"{}\", lesson_01::WORD);\n}\n");
    class.write("library", "src/lib.rs", "pub const WORD: &str = \"hello\";\n");
    let graded = lines(&class.grade(&course).failure().code(1));
    assert!(graded[0].starts_with("latin 01-greet - does not compile: error: couldn't read"), "{graded:?}");
    assert_eq!(graded[1], "library 01-greet 3 of 3 solved");
}

#[test]
fn a_file_comes_where_a_folder_was() {
    let course = ready("put");
    course.write("lessons/01-greet/src/server.rs", &format!("{}\nmod word;\n", solved()));
    course.write("lessons/01-greet/src/word.rs/mod.rs", "");
    course.run(&["check", "1"]).failure().code(1);
    fs::remove_dir_all(course.root.join("lessons/01-greet/src/word.rs")).unwrap();
    course.write("lessons/01-greet/src/word.rs", "");
    course.run(&["check", "1"]).success();
}

/// As on macOS, where it is one.
#[cfg(unix)]
#[test]
fn the_folder_for_temporary_files_may_be_a_link_or_relative() {
    let course = ready("temporary");
    course.write("lessons/01-greet/src/server.rs", &solved());
    let link = course.root.join("link");
    fs::create_dir(course.root.join("temporary")).unwrap();
    std::os::unix::fs::symlink(course.root.join("temporary"), &link).unwrap();
    for folder in [link.as_path(), Path::new("temporary")] {
        fixture::course().args(["check", "1"]).env("TMPDIR", folder).current_dir(&course.root).assert().success();
    }
}

/// Others may write into the folder for temporary files too.
#[cfg(unix)]
#[test]
fn what_others_have_put_there_is_neither_used_nor_followed() {
    use std::os::unix::fs::PermissionsExt as _;
    let course = ready("others");
    course.write("lessons/01-greet/src/server.rs", &solved());
    let temporary = course.root.join("temporary");
    fs::create_dir(&temporary).unwrap();
    let check = || fixture::course().args(["check", "1"]).env("TMPDIR", &temporary).current_dir(&course.root).assert();
    check().success();
    let settings = temporary.join(".cargo");
    fs::create_dir(&settings).unwrap();
    fs::write(settings.join("config.toml"), "[build]\nrustc-wrapper = \"/bin/false\"\n").unwrap();
    let given = process::Command::new("chown").args(["-R", "65534"]).arg(&settings).status();
    if given.is_ok_and(|status| status.success()) {
        check().failure().code(2).stderr(contains(".cargo belongs to somebody else"));
    } else {
        println!("left out: only root can give files to somebody else");
    }
    fs::remove_dir_all(&settings).unwrap();

    let desk = fs::read_dir(&temporary).unwrap().next().unwrap().unwrap().path();
    let precious = course.root.join("precious");
    fs::write(&precious, "work\n").unwrap();
    fs::remove_file(desk.join("lock")).unwrap();
    std::os::unix::fs::symlink(&precious, desk.join("lock")).unwrap();
    fs::set_permissions(&desk, fs::Permissions::from_mode(0o777)).unwrap();
    check().failure().code(2).stderr(contains("others may write there"));
    assert_eq!(fs::read_to_string(&precious).unwrap(), "work\n");
}

/// With no namespaces, where nothing else ends what was started.
#[cfg(target_os = "linux")]
#[test]
fn an_interrupted_grade_leaves_nothing_running() {
    let course = ready("interrupted");
    let class = Class::new("interrupted");
    let seconds = (700_000 + process::id()).to_string();
    let sleeps = format!("let _ = std::process::Command::new(\"sleep\").arg(\"{seconds}\").status();");
    class.hand_in("ann", &format!("fn main() {{\n{sleeps}\n}}\n"));
    let running = || {
        let entries = fs::read_dir("/proc").unwrap().flatten();
        let lines = entries.filter_map(|entry| fs::read(entry.path().join("cmdline")).ok());
        lines.filter(|line| String::from_utf8_lossy(line).contains(&format!("sleep\0{seconds}"))).count()
    };
    let wait = |is_done: &dyn Fn() -> bool| {
        let until = std::time::Instant::now() + Duration::from_mins(2);
        while !is_done() {
            assert!(std::time::Instant::now() < until, "it takes too long");
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    let desks = Path::new(env!("CARGO_TARGET_TMPDIR")).join("desks");
    fs::create_dir_all(&desks).unwrap();
    let mut grade = process::Command::new(env!("CARGO_BIN_EXE_course"))
        .arg("grade")
        .arg(&class.folder)
        .current_dir(&course.root)
        .envs([("TMPDIR", desks.as_os_str()), ("COURSE_NAMESPACES", "0".as_ref())])
        .spawn()
        .unwrap();
    wait(&|| running() > 0);
    let told = process::Command::new("kill").args(["-INT", &grade.id().to_string()]).status();
    assert!(told.unwrap().success());
    assert!(!grade.wait().unwrap().success());
    wait(&|| running() == 0);
    // And the next one is right.
    class.hand_in("ann", &solved());
    class.grade(&course).success();
}

#[test]
fn a_grade_comes_as_data_too() {
    let course = ready("json");
    let class = Class::new("json");
    class.hand_in("ann", &wrong());
    let folder = class.folder.to_str().unwrap();
    let graded = course.run(&["grade", "--json", folder]).failure().code(1);
    let data: serde_json::Value = serde_json::from_slice(&graded.get_output().stdout).unwrap();
    let room = &data[0];
    for (key, value) in [("who", "ann"), ("lesson", "01-greet"), ("verdict", "tests fail")] {
        assert_eq!(room[key], value);
    }
    assert_eq!((room["passed"].as_u64(), room["count"].as_u64()), (Some(1), Some(3)));
    let named = |data: &serde_json::Value, name: &str| {
        data["tests"].as_array().unwrap().iter().find(|test| test["name"] == name).unwrap().clone()
    };
    let greets_not = named(room, "the_server_greets");
    assert_eq!(greets_not["kind"], "failed");
    assert!(greets_not["text"].as_str().unwrap().contains("hello"));
    let checked = course.run(&["check", "--json", "1"]).failure().code(1);
    let data: serde_json::Value = serde_json::from_slice(&checked.get_output().stdout).unwrap();
    assert_eq!(named(&data, "the_client_asks")["kind"], "passed");
}

#[test]
fn only_the_sources_of_a_room_count() {
    let course = ready("sources");
    let class = Class::new("sources");
    let hook = "fn main() { std::fs::write(\"../../tests/01_greet.rs\", \"\").unwrap(); }\n";
    class.hand_in("build", STARTER);
    class.write("build", "build.rs", hook);
    class.hand_in("manifest", &wrong());
    class.write(
        "manifest",
        "Cargo.toml",
        "[package]\nname = \"lesson-01\"\n[[test]]\nname = \"grade\"\npath = \"x.rs\"\n",
    );
    class.hand_in("tests", &wrong());
    class.write("tests", "tests/01_greet.rs", "#[test]\nfn the_server_greets() {}\n");
    class.write("tests", "../../tests/01_greet.rs", "#[test]\nfn the_server_greets() {}\n");
    class.hand_in("module", "mod word;\n\nfn main() {\n    println!(\"{}\", word::WORD);\n}\n");
    class.write("module", "src/word.rs", "pub const WORD: &str = \"hello\";\n");
    class.hand_in("bin", &wrong());
    class.write("bin", "src/bin/room-01-0000-server.rs", "fn main() {\n    println!(\"hello\");\n}\n");
    class.write("bin", "src/main.rs", "fn main() {\n    println!(\"hello\");\n}\n");
    let graded = class.grade(&course).failure().code(1);
    assert_eq!(
        lines(&graded)[..5],
        [
            "bin 01-greet 1 of 3 tests fail",
            "build 01-greet - not started (build.rs does not count)",
            "manifest 01-greet 1 of 3 tests fail (Cargo.toml does not count: rooms are built with the course's)",
            "module 01-greet 3 of 3 solved",
            "tests 01-greet 1 of 3 tests fail (tests does not count)",
        ]
    );
    assert!(course.read("tests/01_greet.rs").contains("the_server_greets"));
}

#[cfg(unix)]
#[test]
fn links_do_not_count() {
    let course = ready("links");
    let class = Class::new("links");
    let reference = course.root.join("crates/01-greet/src");
    for who in ["file", "folder", "pipe", "unreadable"] {
        class.hand_in(who, STARTER);
    }
    let server = class.room("file").join(SERVER);
    fs::remove_file(&server).unwrap();
    std::os::unix::fs::symlink(reference.join("server.rs"), &server).unwrap();
    fs::remove_dir_all(class.room("folder").join("src")).unwrap();
    std::os::unix::fs::symlink(&reference, class.room("folder").join("src")).unwrap();
    for name in ["src/pipe.rs", "Cargo.toml"] {
        let made = process::Command::new("mkfifo").arg(class.room("pipe").join(name)).status();
        assert!(made.unwrap().success());
    }
    class.write("unreadable", "src/big.rs", &" ".repeat(3 << 20));
    let graded = lines(&class.grade(&course).failure().code(1));
    assert!(graded[0].starts_with("file 01-greet - not started (src/server.rs does not count"), "{graded:?}");
    assert!(graded[1].starts_with("folder 01-greet - no result: the room cannot be read"), "{graded:?}");
    assert!(graded[2].starts_with("pipe 01-greet - not started (src/pipe.rs does not count"), "{graded:?}");
    assert!(
        graded[3].starts_with("unreadable 01-greet - no result: the room cannot be read: src/big.rs has"),
        "{graded:?}"
    );
}

/// Whatever the system can do to keep rooms apart, what a program was made of is known.
#[test]
fn files_from_outside_the_room_are_found_in_what_was_built() {
    let course = ready("outside");
    let class = Class::new("outside");
    let reference = course.root.join("crates/01-greet/src/server.rs");
    let reference = reference.to_str().unwrap().replace('\\', "/");
    let notes = course.root.parent().unwrap().join("notes.txt");
    fs::write(&notes, "-----SECRET-----\n").unwrap();
    let notes = notes.to_str().unwrap().replace('\\', "/");
    class.hand_in("absolute", &format!("include!(\"{reference}\");\n"));
    class.hand_in("bytes", &format!("fn main() {{ print!(\"{{:?}}\", include_bytes!(\"{reference}\")) }}\n"));
    class.hand_in("module", &format!("#[path = \"{reference}\"]\nmod theirs;\nfn main() {{ theirs::main() }}\n"));
    class.hand_in("neighbour", "include!(\"../../../../0005/lessons/01-greet/src/server.rs\");\n");
    class.hand_in("no-rust", &format!("mod notes {{ include!(\"{notes}\"); }}\nfn main() {{}}\n"));
    class.hand_in("relative", "include!(\"../../../crates/01-greet/src/server.rs\");\n");
    // `//!` and `#!` may not begin what is included.
    let plain: String = solved()
        .lines()
        .filter(|line| !line.starts_with("//!") && !line.starts_with("#!"))
        .flat_map(|line| [line, "\n"])
        .collect();
    class.hand_in("solved", &plain);
    class.hand_in("text", &format!("fn main() {{ print!(\"{{}}\", include_str!(\"{reference}\")) }}\n"));
    course.write(
        "crates/01-greet/src/server.rs",
        &course.read("crates/01-greet/src/server.rs").replace("//! Greets.\n", "").replace("fn main", "pub fn main"),
    );
    course.run(&["starters", "--force", "1"]).success();
    for namespaces in ["1", "0"] {
        let graded = fixture::course()
            .arg("grade")
            .arg(&class.folder)
            .env("COURSE_NAMESPACES", namespaces)
            .current_dir(&course.root)
            .assert()
            .failure();
        let graded = lines(&graded);
        for line in &graded[..8] {
            let good = if line.starts_with("solved") {
                "solved 01-greet 3 of 3 solved"
            } else {
                " 01-greet - not its own: it includes "
            };
            assert!(line.contains(good), "{namespaces}: {graded:?}");
        }
    }
}

#[test]
fn what_crashes_the_compiler_costs_only_its_own_room() {
    let course = ready("crash");
    let class = Class::new("crash");
    class.hand_in("deep", &format!("fn main() {{ let _ = {}1{}; }}\n", "(".repeat(100_000), ")".repeat(100_000)));
    class.hand_in(
        "long",
        "const X: u64 = { let mut i = 0_u64; while i < u64::MAX { i += 1; } i };\nfn main() { println!(\"{X}\"); }\n",
    );
    class.hand_in("solved", &solved());
    let graded = lines(&class.grade(&course).failure().code(1));
    assert!(graded[0].starts_with("deep 01-greet - does not compile: "), "{graded:?}");
    assert!(graded[1].starts_with("long 01-greet - does not compile: "), "{graded:?}");
    assert_eq!(graded[2], "solved 01-greet 3 of 3 solved");
}

/// Where there are no namespaces, a program finds no way to the reference from what it knows: where it was built, where it
/// runs, and its environment.
#[test]
fn without_namespaces_nothing_known_to_a_program_leads_back() {
    let course = ready("plain");
    let built = process::Command::new(env!("CARGO"))
        .args(["build", "--offline", "--quiet", "--package", "greet"])
        .current_dir(&course.root)
        .status();
    assert!(built.unwrap().success());
    let class = Class::new("plain");
    class.hand_in(
        "search",
        "use std::path::{Path, PathBuf};\n\
         fn main() {\n\
         let mut starts = vec![PathBuf::from(env!(\"CARGO_MANIFEST_DIR\")), std::env::current_dir().unwrap(), std::env::current_exe().unwrap()];\n\
         starts.extend(std::env::vars_os().flat_map(|(_, value)| std::env::split_paths(&value).collect::<Vec<_>>()));\n\
         for start in starts.iter().flat_map(|start| start.ancestors().take(6)).map(Path::to_owned) {\n\
         for end in [\"greet-server\", \"target/debug/greet-server\", \"debug/greet-server\"] {\n\
         if std::process::Command::new(start.join(end)).status().is_ok() { return; }\n}\n}\n\
         let _ = std::process::Command::new(\"greet-server\").status();\n}\n",
    );
    class.hand_in("solved", &solved());
    let grade = |namespaces: &str| {
        let mut command = fixture::course();
        command.arg("grade").arg(&class.folder).env("COURSE_NAMESPACES", namespaces).current_dir(&course.root);
        lines(&command.assert().failure().code(1))
    };
    for namespaces in ["0", "1"] {
        let graded = grade(namespaces);
        assert_eq!(graded[..2], ["search 01-greet 1 of 3 tests fail", "solved 01-greet 3 of 3 solved"], "{namespaces}");
    }
}

/// Whether this system has what keeps rooms apart; says why not where a test is left out for it.
#[cfg(target_os = "linux")]
fn has_namespaces(course: &Course, class: &Class) -> bool {
    let graded = class.grade(course);
    let said = String::from_utf8(graded.get_output().stderr.clone()).unwrap();
    if said.contains("no namespaces here") {
        assert!(std::env::var_os("CI").is_none(), "the proof of isolation needs unshare and its kin: {said}");
        println!("left out: {said}");
        return false;
    }
    true
}

#[cfg(target_os = "linux")]
#[test]
fn the_reference_cannot_be_started_or_read_and_nothing_can_be_removed() {
    let course = ready("apart");
    let built = process::Command::new(env!("CARGO"))
        .args(["build", "--offline", "--quiet", "--package", "greet"])
        .current_dir(&course.root)
        .status();
    assert!(built.unwrap().success());
    let class = Class::new("apart");
    class.hand_in("solved", &solved());
    if !has_namespaces(&course, &class) {
        return;
    }
    let root = course.root.to_str().unwrap();
    let program = |body: &str| format!("fn main() {{\n{body}\n}}\n");
    class.hand_in(
        "exec",
        &program(&format!(
            "for path in [\"{root}/target/debug/greet-server\", concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/../../target/debug/greet-server\"), \
             \"../greet-server\", \"./greet-server\", \"/room/../greet-server\", \"/proc/1/root{root}/target/debug/greet-server\", \
             \"/proc/1/cwd/greet-server\", \"greet-server\"] {{ \
             if std::process::Command::new(path).status().is_ok() {{ return; }} }}"
        )),
    );
    class.hand_in(
        "cargo",
        &program(&format!(
            "let _ = std::process::Command::new(\"cargo\").args([\"run\", \"-q\", \"--bin\", \"greet-server\", \"--manifest-path\", \
             \"{root}/Cargo.toml\"]).status();\nlet _ = std::process::Command::new(\"sh\").args([\"-c\", \"PATH=$PATH:/root/.cargo/bin:$HOME/.cargo/bin \
             cargo run -q --bin greet-server --manifest-path {root}/Cargo.toml\"]).status();"
        )),
    );
    class.hand_in(
        "unhide",
        &program(&format!(
            "let _ = std::process::Command::new(\"sh\").args([\"-c\", \"umount {root}; umount /; umount -l /usr; \
             unshare --user --map-root-user --mount umount {root}; chroot /proc/1/root {root}/target/debug/greet-server; \
             {root}/target/debug/greet-server\"]).status();"
        )),
    );
    let others = class.folder.to_str().unwrap();
    class.hand_in(
        "remove",
        &program(&format!(
            "for path in [\"{root}/tests\", \"{root}/crates\", \"{others}\", concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/../../../..\"), \"..\", \
             \"/room\", \"/tmp\", std::env::temp_dir().to_str().unwrap()] {{ let _ = std::fs::remove_dir_all(path); }}\n\
             println!(\"hello\");"
        )),
    );
    class.hand_in(
        "read",
        &program(&format!("println!(\"{{}}\", std::fs::read_to_string(\"{root}/tests/01_greet.rs\").unwrap());")),
    );
    class.hand_in("zoe", &solved());
    let graded = lines(&class.grade(&course).failure().code(1));
    assert_eq!(
        graded[..7],
        [
            "cargo 01-greet 1 of 3 tests fail",
            "exec 01-greet 1 of 3 tests fail",
            "read 01-greet 1 of 3 tests fail",
            "remove 01-greet 3 of 3 solved",
            "solved 01-greet 3 of 3 solved",
            "unhide 01-greet 1 of 3 tests fail",
            "zoe 01-greet 3 of 3 solved",
        ]
    );
    assert!(
        course.root.join("tests/01_greet.rs").exists() && course.root.join("crates/01-greet/src/server.rs").exists()
    );
    assert!(class.room("solved").join(SERVER).exists());
}

/// Tests of programs that are named in either way, as those of the course are.
#[cfg(unix)]
const TESTS_OF_EITHER: &str = r#"
fn run(role: &str) -> String {
    let named = std::env::var("COURSE_PROGRAMS").map(|prefix| format!("{prefix}-{}", role.to_lowercase()));
    let command = named.unwrap_or_else(|_| std::env::var(format!("COURSE_{role}")).unwrap_or_default());
    String::from_utf8(std::process::Command::new("sh").args(["-c", &command]).output().unwrap().stdout).unwrap()
}

#[test]
fn the_server_greets() {
    assert_eq!(run("SERVER"), "hello\n");
}

#[test]
fn the_server_says_one_line() {
    assert_eq!(run("SERVER").lines().count(), 1);
}

#[test]
fn the_client_asks() {
    assert_eq!(run("CLIENT"), "who is there?\n");
}
"#;

/// Whoever could start the tests, or read them, would be told what they expect.
#[cfg(target_os = "linux")]
#[test]
fn no_program_can_start_or_read_the_tests_that_judge_it() {
    let course = ready("oracle");
    course.write("tests/01_greet.rs", TESTS_OF_EITHER);
    let class = Class::new("oracle");
    class.hand_in("solved", &solved());
    if !has_namespaces(&course, &class) {
        return;
    }
    // A sound program, unless it finds the tests: then it says a word too many.
    class.hand_in(
        "rust",
        "use std::process::{Command, Stdio};\nfn main() {\n\
         let mut paths = vec![std::path::PathBuf::from(\"/room/grade\"), \"/proc/1/exe\".into()];\n\
         for folder in [\"/room\", \"/\", \"/tmp\", \"/proc/self/fd\", \"/proc/1/fd\", \"/proc/1/map_files\"] {\n\
         paths.extend(std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()));\n}\n\
         for path in paths {\n\
         if path.to_string_lossy().contains(\"lesson\") || std::fs::read_link(&path).is_ok_and(|to| to.to_string_lossy().contains(\"lesson\")) { continue; }\n\
         let listed = Command::new(&path).arg(\"--list\").stdin(Stdio::null()).stderr(Stdio::null()).output();\n\
         let is_read = std::fs::metadata(&path).is_ok_and(|found| found.is_file()) && \
         std::fs::read(&path).is_ok_and(|octets| octets.windows(18).any(|part| part == b\"the_server_greets:\" || part == b\"the_client_asks: t\"));\n\
         if is_read || listed.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains(\"the_server_greets\")) {\n\
         println!(\"found {path:?}\");\n}\n}\n\
         println!(\"hello\");\n}\n",
    );
    // Its build command waits for them, and its program looks for them.
    let search = "for f in /room/* /proc/[0-9]*/fd/* /proc/[0-9]*/exe; do case $(readlink $f) in *.sh) continue;; esac; if $f --list 2>/dev/null </dev/null | grep -q the_server_greets; then : > /work/found; fi; done";
    let folder = class.folder.join("commands");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("search.sh"), format!("{search}\n")).unwrap();
    fs::write(folder.join("wait.sh"), format!("while :; do {search}; done\n")).unwrap();
    fs::write(folder.join("server.sh"), "sh search.sh\n[ -e /work/found ] && echo found\necho hello\n").unwrap();
    fs::write(
        folder.join("course.toml"),
        "[01]\nserver = 'sh server.sh'\nclient = 'echo \"who is there?\"'\n\
         build = '(setsid sh wait.sh > /dev/null 2>&1 &) ; sleep 0.2'\n",
    )
    .unwrap();
    for namespaces in ["1", "user"] {
        let mut command = fixture::course();
        command.arg("grade").arg(&class.folder).env("COURSE_NAMESPACES", namespaces).current_dir(&course.root);
        let graded = lines(&command.assert().success());
        assert_eq!(
            graded[..3],
            ["commands 01-greet 3 of 3 solved", "rust 01-greet 3 of 3 solved", "solved 01-greet 3 of 3 solved"],
            "{namespaces}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_program_that_writes_into_the_results_gains_nothing() {
    let course = ready("forged");
    let class = Class::new("forged");
    class.hand_in("solved", &solved());
    if !has_namespaces(&course, &class) {
        return;
    }
    let forge = "use std::io::Write;\nfn main() {\n\
        for fd in [\"/proc/1/fd/1\", \"/proc/1/fd/2\"] {\nif let Ok(mut file) = std::fs::File::options().append(true).open(fd) {\n\
        for name in [\"the_server_greets\", \"the_server_says_one_line\"] {\nlet _ = writeln!(file, \"test {name} ... ok\");\n}\n\
        let _ = writeln!(file, \"\\ntest result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\");\n}\n}\n\
        let _ = std::process::Command::new(\"kill\").args([\"-9\", \"1\"]).status();\n}\n";
    class.hand_in("forge", forge);
    let graded = lines(&class.grade(&course).failure().code(1));
    assert_eq!(graded[1], "solved 01-greet 3 of 3 solved");
    assert!(!graded[0].contains("solved") && !graded[0].contains("3 of 3"), "{graded:?}");
    assert!(!graded[0].contains("2 of 3"), "{graded:?}");
}

/// Where one user makes the namespaces and runs everything in them, too.
#[cfg(target_os = "linux")]
#[test]
fn a_program_cannot_write_into_the_results_at_all() {
    let course = ready("slipped-in");
    let class = Class::new("slipped-in");
    class.hand_in("solved", &solved());
    if !has_namespaces(&course, &class) {
        return;
    }
    // All but one pass; what the tests say themselves comes below `failures:`, where nobody looks for it.
    let slip = "use std::io::Write;\nfn main() {\n\
        for fd in [\"/proc/1/fd/1\", \"/proc/1/fd/2\", \"/proc/1/mem\"] {\n\
        if let Ok(mut file) = std::fs::File::options().append(true).open(fd) {\n\
        let _ = file.write_all(b\"test the_server_greets ... FAILED\\ntest the_server_says_one_line ... ok\\ntest the_client_asks ... ok\\n\\nfailures:\\n\");\n\
        }\n}\nprintln!(\"no\\nno\");\n}\n";
    class.hand_in("slip", slip);
    for namespaces in ["1", "user"] {
        let mut command = fixture::course();
        command.arg("grade").arg(&class.folder).env("COURSE_NAMESPACES", namespaces).current_dir(&course.root);
        let graded = lines(&command.assert().failure().code(1));
        assert_eq!(graded[..2], ["slip 01-greet 1 of 3 tests fail", "solved 01-greet 3 of 3 solved"], "{namespaces}");
    }
}

/// What a program leaves running ends with its tests, and costs others nothing.
#[cfg(target_os = "linux")]
#[test]
fn nothing_outlives_the_tests() {
    let course = ready("left");
    let class = Class::new("left");
    class.hand_in("solved", &solved());
    if !has_namespaces(&course, &class) {
        return;
    }
    // A number of seconds that no other program waits.
    let seconds = (900_000 + process::id()).to_string();
    class.hand_in(
        "daemon",
        &format!(
            "use std::process::{{Command, Stdio}};\nfn main() {{\nfor (program, args) in [(\"setsid\", &[\"sleep\", \"{seconds}\"][..]), (\"sleep\", &[\"{seconds}\"])] {{\n\
             let _ = Command::new(program).args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();\n}}\nprintln!(\"hello\");\n}}\n"
        ),
    );
    class.grade(&course).success();
    let left = fs::read_dir("/proc").unwrap().flatten().filter(|entry| {
        fs::read(entry.path().join("cmdline"))
            .is_ok_and(|line| String::from_utf8_lossy(&line).contains(&format!("sleep\0{seconds}")))
    });
    assert_eq!(left.count(), 0);
}

#[test]
fn help_says_what_the_exit_status_means() {
    for command in ["check", "grade"] {
        let help = course().args([command, "--help"]).assert().success();
        assert!(lines(&help).join(" ").contains("The exit status is 0 when every "), "{command}");
    }
}

/// What was said on standard error.
fn said(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}

#[test]
fn without_a_folder_this_clone_is_graded() {
    let course = ready("own");
    assert_eq!(lines(&course.run(&["grade"]).success())[0], "own 01-greet - not started");
    course.write("lessons/01-greet/src/server.rs", &solved());
    assert_eq!(lines(&course.run(&["grade", "--lesson", "greet"]).success())[0], "own 01-greet 3 of 3 solved");
    course.run(&["grade", "--lesson", "2"]).failure().code(2).stderr(contains("no lesson `2`"));
}

#[test]
fn what_has_not_changed_is_not_graded_again() {
    let course = ready("again");
    let class = Class::new("again");
    class.hand_in("ann", &solved());
    class.hand_in("ben", &wrong());
    let expected = ["ann 01-greet 3 of 3 solved", "ben 01-greet 1 of 3 tests fail"];
    let grade = |more: &[&str]| {
        let mut command = fixture::course();
        let graded = command.arg("grade").arg(&class.folder).args(more).current_dir(&course.root).assert();
        assert_eq!(lines(&graded)[..2], expected);
        said(&graded)
    };
    assert!(grade(&[]).contains("compiling 2 rooms of lesson 01"));
    let again = grade(&[]);
    assert!(again.contains("2 rooms are as they were: their grades are taken from an earlier run; --fresh"), "{again}");
    assert!(!again.contains("compiling"), "{again}");
    assert!(!again.contains(['\r', '\x1b']), "nobody sees a bar in a pipe: {again:?}");
    assert!(grade(&["--fresh"]).contains("compiling 2 rooms of lesson 01"));
    // Whoever stops it in the middle loses only what was not graded yet.
    let kept = course.root.join("target/course/class");
    let of_ben = fs::read_dir(&kept).unwrap().map(|entry| entry.unwrap().path());
    let of_ben = of_ben.filter(|path| fs::read_to_string(path).unwrap().contains("InWork")).collect::<Vec<_>>();
    assert_eq!(of_ben.len(), 1);
    fs::write(&of_ben[0], "{\"verdict\":\"Sol").unwrap();
    let resumed = grade(&[]);
    assert!(resumed.contains("1 room is as it was: its grade is taken"), "{resumed}");
    // Other tests are another grade.
    course.write("tests/01_greet.rs", &course.read("tests/01_greet.rs").replace("asks() {", "asks() {\n    // x"));
    assert!(!grade(&[]).contains("taken from an earlier run"));
}

#[test]
fn points_are_those_of_the_teachers_table() {
    let course = ready("points");
    let class = Class::new("points");
    class.hand_in("ann", &solved());
    // One line, and not the right one: one of the two tests of the gap.
    class.hand_in("ben", &STARTER.replace("todo!(\"gap 1: greet\")", "\"hallo\".to_owned()"));
    class.hand_in("dee", STARTER);
    course.write("lessons/01-greet/src/server.rs", &solved());
    course.run(&["check", "1"]).success().stdout(contains("points").not());
    assert_eq!(lines(&class.grade(&course).failure())[0], "ann 01-greet 3 of 3 solved");
    let data = |course: &Course| -> serde_json::Value {
        let graded = course.run(&["grade", "--format", "json", class.folder.to_str().unwrap()]).failure();
        serde_json::from_slice(&graded.get_output().stdout).unwrap()
    };
    let points = |room: &serde_json::Value| (room["points"].as_f64().unwrap(), room["max_points"].as_f64().unwrap());
    // Every gap is worth as much as every other.
    let rooms = data(&course);
    assert_eq!([points(&rooms[0]), points(&rooms[1]), points(&rooms[2])], [(1.0, 1.0), (0.5, 1.0), (0.0, 1.0)]);

    course.write("tests/points.toml", "[depth]\nguided = 1\nbuild = 2\n\n[01]\ngreet = 4\n");
    let graded = lines(&class.grade(&course).failure());
    assert_eq!(
        graded[..3],
        [
            "ann 01-greet 3 of 3 4 of 8 points solved",
            "ben 01-greet 2 of 3 2 of 8 points tests fail",
            "dee 01-greet - 0 of 8 points not started"
        ]
    );
    let room = &data(&course)[1];
    let worth = |name: &str| {
        let test = room["tests"].as_array().unwrap().iter().find(|test| test["name"] == name).unwrap().clone();
        points(&test)
    };
    assert_eq!(worth("the_server_says_one_line"), (2.0, 4.0));
    assert_eq!((worth("the_server_greets"), worth("the_client_asks")), ((0.0, 4.0), (0.0, 0.0)));
    course.run(&["check", "1"]).success().stdout(ends_with("\npoints: 4 of 8\n"));

    for (table, problem) in [
        ("[02]\nx = 1\n", "[02] is no lesson"),
        ("[01]\nx = 1\n", "[01] has no gap `x`; its gaps are greet"),
        ("[depth]\ndeep = 1\n", "the depths are guided, build, empty"),
        ("[01]\ngreet = -1\n", "`greet` has to be a number from 0 on"),
    ] {
        course.write("tests/points.toml", table);
        class.grade(&course).failure().code(2).stderr(contains(problem));
    }
}

#[cfg(unix)]
#[test]
fn programs_in_other_languages_are_graded_where_they_can_do_no_harm() {
    let course = ready("commands");
    let class = Class::new("commands");
    course.write("tests/01_greet.rs", TESTS_OF_EITHER);
    let hand_in = |who: &str, commands: &str| {
        let folder = class.folder.join(who);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("hello.txt"), "hello\n").unwrap();
        fs::write(folder.join("ask.sh"), "echo 'who is there?'\n").unwrap();
        if !commands.is_empty() {
            fs::write(folder.join("course.toml"), commands).unwrap();
        }
    };
    let client = "client = 'sh ask.sh'\n";
    hand_in("ann", &format!("[01]\nserver = 'cat hello.txt'\n{client}"));
    hand_in(
        "ben",
        &format!(
            "[1]\nserver = './made'\nbuild = 'printf \"#!/bin/sh\\necho hello\\n\" > made; chmod +x made'\n{client}"
        ),
    );
    hand_in("cid", &format!("[greet]\nserver = './made'\nbuild = 'echo cannot make it >&2; exit 3'\n{client}"));
    hand_in("dee", "[07]\nserver = 'x'\n");
    hand_in("eve", "[01]\nbuild = 'x'\n");
    hand_in("fay", "[01]\nserver = \n");
    hand_in("gus", &format!("[01]\nserver = 'cat {}/tests/01_greet.rs'\n{client}", course.root.display()));
    std::os::unix::fs::symlink("/etc/passwd", class.folder.join("ann/link")).unwrap();
    let graded = lines(&class.grade(&course).failure().code(1));
    assert_eq!(
        graded[..7],
        [
            "ann 01-greet 3 of 3 solved (link does not count: it is no file but a link or something else)",
            "ben 01-greet 3 of 3 solved",
            "cid 01-greet - does not compile: the build command failed",
            "gus 01-greet 1 of 3 tests fail",
            "dee - - no result: course.toml: no lesson `07`; there are 01-greet: name one by its number, such as 01",
            "eve - - no result: course.toml: [01] has neither `server` nor `client`",
            "fay - - no result: course.toml:2: string values must be quoted, expected literal string",
        ]
    );
    // A teacher may say it for all.
    let class = Class::new("commands-of-the-teacher");
    let folder = class.folder.join("hal");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("hello.txt"), "hello\n").unwrap();
    let file = class.folder.join("programs.toml");
    fs::write(&file, "[01]\nserver = 'cat hello.txt'\nclient = 'echo \"who is there?\"'\n").unwrap();
    for namespaces in ["1", "0"] {
        let mut command = fixture::course();
        command.arg("grade").arg(&folder).arg("--programs").arg(&file).current_dir(&course.root);
        let graded = command.env("COURSE_NAMESPACES", namespaces).assert().success();
        assert_eq!(lines(&graded)[0], "hal 01-greet 3 of 3 solved");
    }
}

#[test]
fn grades_of_several_runs_become_one_book() {
    let course = ready("book");
    let class = Class::new("book");
    let out = class.folder.join("out");
    for (who, text) in [("ann", solved()), ("ben", wrong())] {
        class.hand_in(who, &text);
        let mut command = fixture::course();
        command.arg("grade").arg(class.folder.join(who)).args(["--json", "--out"]);
        command.arg(out.join(format!("{who}.json"))).current_dir(&course.root).assert().stdout("");
    }
    let text = out.join("grades.txt");
    let mut command = fixture::course();
    command.arg("grade");
    for who in ["ann", "ben"] {
        command.arg("--grades").arg(out.join(format!("{who}.json")));
    }
    let printed =
        lines(&command.current_dir(&course.root).assert().failure().code(1).stderr(contains("1 grade is taken from")));
    assert_eq!(printed[0], "ann 01-greet 3 of 3 solved");
    command.arg("--out").arg(&text).current_dir(&course.root).assert().failure().code(1).stdout("");
    let text = fs::read_to_string(&text).unwrap();
    assert_eq!(text.lines().map(str::trim).next(), Some("ann  01-greet    3 of 3  solved"), "{text}");
    assert!(text.ends_with("\n2 rooms: 1 solved, 1 not, 0 not started\n"), "{text}");
    fs::write(out.join("ann.json"), "{}").unwrap();
    course
        .run(&["grade", "--grades", out.join("ann.json").to_str().unwrap()])
        .failure()
        .code(2)
        .stderr(contains("no grades as"));
    // One student in one lesson counts once, by the better room.
    let twice = class.folder.join("twice");
    for (name, text) in [("worse", wrong()), ("better", solved())] {
        class.hand_in(&format!("twice/{name}"), &text);
    }
    let graded = course.run(&["grade", "--single", "--json", twice.to_str().unwrap()]);
    let graded = graded.code(1).stderr(contains("twice has 2 of 01-greet: the one in "));
    let rooms: serde_json::Value = serde_json::from_slice(&graded.get_output().stdout).unwrap();
    assert_eq!((&rooms[0]["who"], &rooms[1]["who"]), (&"twice".into(), &"twice".into()));
    assert_eq!((rooms[0]["points"].as_f64(), rooms[1]["max_points"].as_f64()), (Some(1.0), Some(0.0)), "{rooms}");
}

#[test]
fn everything_can_be_compiled_before_anybody_hands_in() {
    let course = ready("prepare");
    // Nothing was compiled there before.
    let temporary = course.root.join("temporary");
    fs::create_dir(&temporary).unwrap();
    let prepare = || {
        let mut command = fixture::course();
        said(
            &command
                .args(["grade", "--prepare"])
                .env("TMPDIR", &temporary)
                .current_dir(&course.root)
                .assert()
                .success(),
        )
    };
    let first = prepare();
    assert!(first.contains("compiling the graded tests of lesson 01"), "{first}");
    assert_eq!(prepare(), "");
    course.run(&["grade", "--prepare", "--json"]).failure().code(2);
    course.run(&["grade", "--emit", "actions"]).failure().code(2);
}

/// Tests of a program that greets whom it is told.
const GREETS_BY_NAME: &str = r#"
fn greeting(name: &str) -> String {
    let prefix = std::env::var("COURSE_PROGRAMS").unwrap();
    let program = format!("{prefix}-server{}", std::env::consts::EXE_SUFFIX);
    String::from_utf8(std::process::Command::new(program).arg(name).output().unwrap().stdout).unwrap()
}

#[test]
fn the_server_greets() {
    assert_eq!(greeting("Ada"), "hello Ada\n");
}

#[test]
fn the_server_says_one_line() {
    assert_eq!(greeting("Eve"), "hello Eve\n");
}

#[test]
fn the_client_asks() {}
"#;

#[test]
fn a_program_that_knows_the_published_inputs_fails_what_a_seed_draws() {
    let course = ready("seed");
    course.write("tests/01_greet.rs", GREETS_BY_NAME);
    course.write("tests/variants.toml", "[greet]\nwords = [\"Ada\", \"Eve\"]\n");
    let class = Class::new("seed");
    let by_name = "format!(\"hello {}\", std::env::args().nth(1).unwrap_or_default())";
    let by_heart = "match std::env::args().nth(1).as_deref() {\n        Some(\"Ada\") => \"hello Ada\",\n        \
                    Some(\"Eve\") => \"hello Eve\",\n        _ => \"hello\",\n    }\n    .to_owned()";
    for (who, body) in [("ann", by_name), ("ben", by_heart)] {
        class.hand_in(who, &STARTER.replace("todo!(\"gap 1: greet\")", body));
    }
    let folder = class.folder.to_str().unwrap();
    let graded = |args: &[&str]| lines(&course.run(&[&["grade", folder], args].concat()))[..2].to_vec();
    let good = ["ann 01-greet 3 of 3 solved", "ben 01-greet 3 of 3 solved"];
    assert_eq!(graded(&[]), good);
    for seed in ["spring", "autumn"] {
        assert_eq!(graded(&["--seed", seed]), [good[0], "ben 01-greet 1 of 3 tests fail"]);
    }
    // The published ones are there again, and not only in what is known of earlier runs.
    assert_eq!(graded(&[]), good);
    assert_eq!(graded(&["--fresh"]), good);
    course.write("tests/variants.toml", "[greet]\nwords = [\"Zoe\"]\n");
    course.run(&["grade", "--seed", "x", folder]).code(2).stderr(contains("no test of greet has the word `Zoe`"));
}

#[test]
#[ignore = "takes minutes: it compiles and runs the graded tests of all lessons"]
fn every_reference_passes_what_a_seed_draws() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let class = Class::new("references");
    for entry in fs::read_dir(root.join("crates")).unwrap() {
        let reference = entry.unwrap().path();
        let name = reference.file_name().unwrap().to_str().unwrap();
        if name.starts_with(|c: char| c.is_ascii_digit()) {
            copy(&reference.join("src"), &class.folder.join("reference").join(name).join("src"));
        }
    }
    let mut course = course();
    course.args(["grade", "--seed", "a seed that nobody has fitted anything to"]).arg(&class.folder);
    course.current_dir(&root).assert().success().stdout(contains("15 rooms: 15 solved"));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

/// A terminal shows how far it is, on one line that goes at the end.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_shows_how_far_it_is() {
    let course = ready("bar");
    let class = Class::new("bar");
    class.hand_in("ann", &solved());
    class.hand_in("ben", &wrong());
    let desks = Path::new(env!("CARGO_TARGET_TMPDIR")).join("desks");
    fs::create_dir_all(&desks).unwrap();
    let line = format!("{} grade {}", env!("CARGO_BIN_EXE_course"), class.folder.display());
    let on_a_terminal = process::Command::new("script")
        .args(["--quiet", "--return", "--command", &line, "/dev/null"])
        .current_dir(&course.root)
        .env("TMPDIR", desks)
        .stdin(process::Stdio::null())
        .output();
    let output = match on_a_terminal {
        Ok(output) => output,
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "this test needs `script`, of util-linux: {error}");
            println!("left out: {error}");
            return;
        }
    };
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{shown}");
    for part in ["[####################] 2 of 2  ", "\x1b[Kann  01-greet    3 of 3  solved\r\n"] {
        assert!(shown.contains(part), "{part:?} in {shown:?}");
    }
    let last = shown.rfind("2 of 2  ").unwrap();
    assert!(shown[last..].contains("\r\x1b[K"), "{shown:?}");
    assert!(shown.trim_end().ends_with("2 rooms: 1 solved, 1 not, 0 not started"), "{shown:?}");
}
