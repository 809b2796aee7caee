//! `cargo course update`, in repositories of their own: a course, learners' clones of it, and a newer edition.

mod fixture;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use fixture::{CLIENT, Course, EXERCISE, MANIFEST, SERVER, STARTER};
use predicates::prelude::*;
use predicates::str::{contains, diff, ends_with, starts_with};

const SERVER_FILE: &str = "lessons/01-greet/src/server.rs";
const CLIENT_FILE: &str = "lessons/01-greet/src/client.rs";
const MINE: &str = "let word = \"hello\";\n    word.to_owned()";

fn solved() -> String {
    STARTER.replace("todo!(\"gap 1: greet\")", MINE)
}

fn git(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args([
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@localhost",
        "-c",
        "commit.gpgsign=false",
    ]);
    let output = command.args(args).output().unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

/// The course itself, with one commit; nothing where there is no git.
fn origin(name: &str) -> Option<Course> {
    if let Err(error) = Command::new("git").arg("--version").output() {
        assert!(std::env::var_os("CI").is_none(), "git must be there: {error}");
        eprintln!("left out on this system: {name}: git is not installed");
        return None;
    }
    let course = Course::new(&format!("{name}-origin"));
    course.write(".gitignore", "/target\n/.course\n");
    course.write("crates/course/Cargo.toml", "[package]\nname = \"course\"\n");
    course.write("README.md", "The course.\n");
    course.write("crates/old/Cargo.toml", "[package]\nname = \"old\"\n");
    course.run(&["starters", "1"]).success();
    git(&course.root, &["init", "--quiet", "--initial-branch=main"]);
    commit(&course.root, "First edition");
    Some(course)
}

fn commit(root: &Path, message: &str) {
    git(root, &["add", "--all"]);
    git(root, &["commit", "--quiet", "--message", message]);
}

/// A learner's clone.
fn learner(origin: &Course) -> Course {
    let root = PathBuf::from(origin.root.display().to_string().replace("-origin", "-learner"));
    let _ = fs::remove_dir_all(&root);
    git(
        origin.root.parent().unwrap(),
        &["clone", "--quiet", &origin.root.display().to_string(), &root.display().to_string()],
    );
    git(&root, &["config", "user.name", "a"]);
    git(&root, &["config", "user.email", "a@localhost"]);
    Course { root }
}

/// The second edition: other words in a gap, another line around it, a file more and one less.
fn second_edition(origin: &Course) {
    origin
        .write("lessons/01-greet/exercise.toml", &EXERCISE.replace("It has five letters.", "Five letters, in quotes."));
    origin.write("crates/01-greet/src/server.rs", &SERVER.replace("//! Greets.", "//! Greets everybody."));
    origin.write("crates/01-greet/src/client.rs", &CLIENT.replace("who is there", "who is it"));
    origin.write("README.md", "The course, second edition.\n");
    origin.write("crates/new/Cargo.toml", "[package]\nname = \"new\"\n");
    fs::remove_dir_all(origin.root.join("crates/old")).unwrap();
    origin.run(&["starters", "1"]).success();
    commit(&origin.root, "Second edition");
}

/// What every learner who had solved the lesson has after the update.
fn has_second_edition(course: &Course) {
    let expected = solved()
        .replace("//! Greets.", "//! Greets everybody.")
        .replace("It has five letters.", "Five letters, in quotes.");
    assert!(diff(expected).eval(&course.read(SERVER_FILE)), "{}", course.read(SERVER_FILE));
    assert!(course.read(CLIENT_FILE).contains("who is it"));
    assert_eq!(course.read("README.md"), "The course, second edition.\n");
    assert!(course.root.join("crates/new/Cargo.toml").exists());
    assert!(!course.root.join("crates/old").exists());
    assert!(!course.root.join(".course/update").exists());
}

fn kept(course: &Course, lesson: &str) -> Vec<PathBuf> {
    let folder = course.root.join(".course/kept").join(lesson);
    let mut folders: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    folders.sort();
    folders
}

const MERGED: &str =
    "your work in 01-greet: the starter has changed\n  src/server.rs: the change is merged into your code\n";

#[test]
fn who_has_not_committed_gets_the_newer_edition_under_their_work() {
    let Some(origin) = origin("plain") else { return };
    let course = learner(&origin);
    course.run(&["update"]).success().stdout("there is no newer edition: you have it already\n");
    course.write(SERVER_FILE, &solved());
    course.write("notes.md", "Mine.\n");
    second_edition(&origin);
    course
        .run(&["update"])
        .success()
        .stdout(starts_with("updated to ").and(contains(" files have changed\n")).and(contains(MERGED)))
        .stdout(contains("  what you had is kept in .course/kept/greet/").and(ends_with("next: cargo course\n")));
    has_second_edition(&course);
    assert_eq!(fs::read_to_string(kept(&course, "greet")[0].join("src/server.rs")).unwrap(), solved());
    assert_eq!(git(&course.root, &["rev-parse", "HEAD"]), git(&origin.root, &["rev-parse", "HEAD"]));
    assert_eq!(git(&course.root, &["status", "--porcelain"]), format!(" M {SERVER_FILE}\n?? notes.md"));
    course.run(&["update"]).success().stdout("there is no newer edition: you have it already\n");
    course.run(&["start", "1", "--undo"]).success();
    assert_eq!(course.read(SERVER_FILE), solved());
}

#[test]
fn who_has_committed_gets_a_commit_with_both() {
    let Some(origin) = origin("committed") else { return };
    let course = learner(&origin);
    course.write(SERVER_FILE, &solved());
    course.write("notes.md", "Mine.\n");
    commit(&course.root, "My work");
    course.write("lessons/01-greet/src/extra.rs", "// Not committed.\n");
    second_edition(&origin);
    course.run(&["update"]).success().stdout(contains(MERGED));
    has_second_edition(&course);
    assert_eq!(git(&course.root, &["status", "--porcelain"]), "?? lessons/01-greet/src/extra.rs");
    assert_eq!(git(&course.root, &["show", "HEAD:notes.md"]), "Mine.");
    assert_eq!(git(&course.root, &["log", "-1", "--format=%s", "HEAD^1"]), "My work");
    assert_eq!(git(&course.root, &["rev-parse", "HEAD^2"]), git(&origin.root, &["rev-parse", "HEAD"]));
    git(&course.root, &["pull", "--quiet", "--no-rebase"]);
    course.run(&["update"]).success().stdout(contains("no newer edition"));

    // The next edition finds the last one under the work.
    origin.write("README.md", "Third.\n");
    commit(&origin.root, "Third edition");
    course
        .run(&["update"])
        .success()
        .stdout(contains("your work in 01-greet: as it was\n").and(contains("kept").not()));
    assert_eq!(course.read("README.md"), "Third.\n");
    assert_eq!(git(&course.root, &["status", "--porcelain"]), "?? lessons/01-greet/src/extra.rs");
}

#[test]
fn a_change_that_meets_the_learners_own_is_shown_gap_by_gap() {
    let Some(origin) = origin("meets") else { return };
    let course = learner(&origin);
    let mine = solved().replace("fn greeting() -> String", "fn greeting() -> &'static str");
    course.write(SERVER_FILE, &mine);
    second_edition(&origin);
    let changed = fs::read_to_string(origin.root.join("crates/01-greet/src/server.rs")).unwrap();
    origin.write("crates/01-greet/src/server.rs", &changed.replace("-> String", "-> std::string::String"));
    origin.run(&["starters", "1"]).success();
    commit(&origin.root, "Another name for it");
    let shown = "  src/server.rs: your code as it was; what has changed around it
    outside of the gaps
      - //! Greets.
      + //! Greets everybody.
      - fn greeting() -> String {
      + fn greeting() -> std::string::String {
    gap 1 (greet)
      -     // It has five letters.
      +     // Five letters, in quotes.
";
    course.run(&["update"]).success().stdout(contains(shown).and(contains("kept in").not()));
    assert_eq!(course.read(SERVER_FILE), mine);
    assert_eq!(course.read("README.md"), "The course, second edition.\n");
}

#[test]
fn a_pull_that_refuses_is_helped_by_the_update() {
    let Some(origin) = origin("pull") else { return };
    let course = learner(&origin);
    course.write(SERVER_FILE, &solved());
    second_edition(&origin);
    let pull = || Command::new("git").arg("-C").arg(&course.root).args(["pull", "--no-rebase"]).output().unwrap();
    assert!(!pull().status.success(), "the pull refuses");
    course.run(&["update"]).success();
    has_second_edition(&course);

    let course = learner(&origin);
    git(&course.root, &["reset", "--quiet", "--hard", "HEAD^"]);
    course.write(SERVER_FILE, &solved());
    commit(&course.root, "My work");
    let pull = Command::new("git").arg("-C").arg(&course.root).args(["pull", "--no-rebase"]).output().unwrap();
    assert!(!pull.status.success(), "the pull meets a conflict");
    let refused = "error: a merge is under way in this repository; take it back with `git merge --abort`, then run \
                   `cargo course update` again\n";
    course.run(&["update"]).failure().code(1).stderr(refused);
    git(&course.root, &["merge", "--abort"]);
    course.run(&["update"]).success().stdout(contains(MERGED));
    has_second_edition(&course);
    assert_eq!(git(&course.root, &["status", "--porcelain"]), "");
}

#[test]
fn files_of_the_course_that_were_edited_are_kept() {
    let Some(origin) = origin("edited") else { return };
    let course = learner(&origin);
    course.write("README.md", "The course, with my notes.\n");
    course.write("crates/new/Cargo.toml", "mine\n");
    course.write("crates/old/Cargo.toml", "mine\n");
    course.write("tests/01_greet.rs", "// Mine, and not in the way.\n");
    second_edition(&origin);
    course
        .run(&["update", "origin/main"])
        .success()
        .stdout(contains(
            "in the place of 4 of yours:\n  README.md\n  crates/new/Cargo.toml\n  tests/01_greet.rs\n  crates/old/Cargo.toml\n",
        ))
        .stdout(contains("  yours are kept in .course/kept/edition/"));
    let copy = &kept(&course, "edition")[0];
    assert_eq!(fs::read_to_string(copy.join("README.md")).unwrap(), "The course, with my notes.\n");
    assert_eq!(fs::read_to_string(copy.join("crates/old/Cargo.toml")).unwrap(), "mine\n");
    assert_eq!(git(&course.root, &["status", "--porcelain"]), "");
}

#[test]
fn a_lesson_that_got_another_number_takes_the_work_along() {
    let Some(origin) = origin("renumbered") else { return };
    let course = learner(&origin);
    let server = solved().replace("hello", "good day");
    course.write(SERVER_FILE, &server);
    course.write("lessons/01-greet/notes.md", "Mine.\n");
    course.write("target/course/hints.json", "{\"01-greet/greet\": 2}");
    for (from, to) in [
        ("crates/01-greet", "crates/03-greet"),
        ("lessons/01-greet", "lessons/03-greet"),
        ("tests/01_greet.rs", "tests/03_greet.rs"),
    ] {
        fs::rename(origin.root.join(from), origin.root.join(to)).unwrap();
    }
    origin.write("crates/03-greet/Cargo.toml", &MANIFEST.replace("01_greet", "03_greet"));
    origin.run(&["starters", "3"]).success();
    commit(&origin.root, "Another number");
    course.run(&["update"]).success().stdout(contains("your work in 01-greet: as it was, now in lessons/03-greet\n"));
    assert_eq!(course.read("lessons/03-greet/src/server.rs"), server);
    assert_eq!(course.read("lessons/03-greet/notes.md"), "Mine.\n");
    assert!(
        !course.root.join("lessons/01-greet/src").exists() && !course.root.join("lessons/01-greet/Cargo.toml").exists()
    );
    course.run(&["hint", "3", "1"]).success().stdout(contains("Hint 3 of 3"));
    course.run(&["start", "3"]).success();
    course.run(&["start", "3", "--undo"]).success();
    assert_eq!(course.read("lessons/03-greet/src/server.rs"), server);
}

#[test]
fn a_lesson_that_is_gone_leaves_the_work() {
    let Some(origin) = origin("gone") else { return };
    let course = learner(&origin);
    course.write(SERVER_FILE, &solved());
    let later = |text: &str| {
        text.replace("greet-", "bow-").replace("name = \"greet\"", "name = \"bow\"").replace("01_greet", "01_bow")
    };
    for folder in ["crates", "lessons"] {
        fs::rename(origin.root.join(folder).join("01-greet"), origin.root.join(folder).join("01-bow")).unwrap();
    }
    fs::rename(origin.root.join("tests/01_greet.rs"), origin.root.join("tests/01_bow.rs")).unwrap();
    origin.write("crates/01-bow/Cargo.toml", &later(MANIFEST));
    let exercise = origin.read("lessons/01-bow/exercise.toml");
    origin.write("lessons/01-bow/exercise.toml", &format!("continues = [\"greet\"]\n{exercise}"));
    origin.run(&["starters", "--force", "1"]).success();
    commit(&origin.root, "Another lesson");
    course.run(&["update"]).success().stdout(contains(
        "your work in 01-greet: the newer edition has no such lesson; go on with 01-bow\n  what you had is kept in .course/kept/greet/",
    ));
    assert!(!course.root.join("lessons/01-greet").exists());
    course.run(&["1"]).success().stdout(contains("  earlier   .course/kept/greet    your work on a lesson"));
    assert_eq!(fs::read_to_string(kept(&course, "greet")[0].join("src/server.rs")).unwrap(), solved());
}

/// Copies a folder, without what git has there.
fn unpack(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    git(from, &["checkout-index", "--all", &format!("--prefix={}/", to.display())]);
}

#[test]
fn a_course_without_history_is_updated_from_a_folder() {
    let Some(origin) = origin("unpacked") else { return };
    let course = Course { root: origin.root.with_file_name("unpacked-learner") };
    unpack(&origin.root, &course.root);
    // The folder of the course's own build lies in a repository, and that is not the learner's.
    let no_repository = |args: &[&str]| {
        fixture::course()
            .args(args)
            .env("GIT_CEILING_DIRECTORIES", course.root.parent().unwrap())
            .current_dir(&course.root)
            .assert()
    };
    let from = contains("say where a newer one is: cargo course update ADDRESS-OR-FOLDER\n");
    no_repository(&["update"]).failure().code(1).stderr(from);
    course.write(SERVER_FILE, &solved());
    course.write("notes.md", "Mine.\n");
    course.write("lessons/01-greet/notes.md", "Mine.\n");
    second_edition(&origin);
    let newer = origin.root.with_file_name("unpacked-newer");
    unpack(&origin.root, &newer);
    for folder in [&newer, &origin.root] {
        no_repository(&["update", &folder.display().to_string()]).success();
        has_second_edition(&course);
        assert_eq!(course.read("notes.md"), "Mine.\n");
        assert_eq!(course.read("lessons/01-greet/notes.md"), "Mine.\n");
    }
    no_repository(&["update", "nowhere"])
        .failure()
        .code(1)
        .stderr("error: no folder `nowhere`; name one with a newer edition\n");
    let other = newer.join("book");
    let error = "error: there is no edition of this course: nothing was changed\n";
    no_repository(&["update", &other.display().to_string()]).failure().code(1).stderr(error);
}

#[test]
fn a_clone_is_updated_from_a_folder_an_address_or_a_template() {
    let Some(origin) = origin("sources") else { return };
    let course = learner(&origin);
    course.write(SERVER_FILE, &solved());
    second_edition(&origin);
    git(&course.root, &["remote", "remove", "origin"]);
    course.run(&["update"]).failure().code(1).stderr(contains("name it: cargo course update ADDRESS-OR-FOLDER"));
    let error =
        contains("no folder, remote or branch `elsewhere`; name a folder with a newer clone, an address, or a remote");
    course.run(&["update", "elsewhere"]).failure().code(1).stderr(error);
    course.run(&["update", "https://127.0.0.1:1/course.git"]).failure().code(1).stderr(contains("nothing was changed"));
    assert_eq!(course.read(SERVER_FILE), solved());
    course.run(&["update", &format!("file://{}", origin.root.display())]).success();
    has_second_edition(&course);

    // A copy with a history of its own, as a template makes it.
    let course = learner(&origin);
    git(&course.root, &["checkout", "--quiet", "HEAD^"]);
    fs::remove_dir_all(course.root.join(".git")).unwrap();
    git(&course.root, &["init", "--quiet", "--initial-branch=main"]);
    commit(&course.root, "From a template");
    course.write(SERVER_FILE, &solved());
    course.write("notes.md", "Mine.\n");
    commit(&course.root, "My work");
    for (name, value) in [("user.name", "a"), ("user.email", "a@localhost")] {
        git(&course.root, &["config", name, value]);
    }
    course.run(&["update", &origin.root.display().to_string()]).success().stdout(contains(MERGED));
    has_second_edition(&course);
    assert_eq!(course.read("notes.md"), "Mine.\n");
    assert_eq!(git(&course.root, &["status", "--porcelain"]), "");
}

#[cfg(unix)]
#[test]
fn an_update_that_is_killed_can_be_completed() {
    use std::process::Stdio;
    use std::thread;
    use std::time::Duration;

    let Some(origin) = origin("killed") else { return };
    second_edition(&origin);
    let (mut killed, mut completed) = (0, 0);
    for round in 0..20 {
        let course = learner(&origin);
        git(&course.root, &["reset", "--quiet", "--hard", "HEAD^"]);
        course.write(SERVER_FILE, &solved());
        if round % 2 == 0 {
            commit(&course.root, "My work");
        }
        let mut update = Command::new(env!("CARGO_BIN_EXE_course"))
            .arg("update")
            .current_dir(&course.root)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let plan = course.root.join(".course/update/plan.json");
        if round % 4 < 2 {
            thread::sleep(Duration::from_millis(4 * round));
        } else {
            while !plan.exists() && update.try_wait().unwrap().is_none() {}
        }
        update.kill().unwrap();
        killed += u32::from(!update.wait().unwrap().success());
        let lock = course.root.join(".git/index.lock");
        while lock.exists() {
            // A git that was started goes on for a moment.
            thread::sleep(Duration::from_millis(5));
        }

        let left = plan.exists();
        let output = course.run(&["update"]).success().get_output().stdout.clone();
        completed += u32::from(left);
        assert_eq!(String::from_utf8_lossy(&output).starts_with("the update that broke off is complete\n"), left);
        has_second_edition(&course);
        // What was killed while it copied may have left the beginning of a copy, which does not count.
        let is_whole =
            |copy: &PathBuf| fs::read_to_string(copy.join("src/server.rs")).is_ok_and(|text| text == solved());
        assert!(kept(&course, "greet").iter().any(is_whole));
    }
    assert!(killed > 0 && completed > 0, "{killed} killed, {completed} of them completed");
}
