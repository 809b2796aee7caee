//! A class of the real course: archives, the forms of other systems, the page, and what other systems run to grade. It
//! builds the toolbox and grades with the real lesson 01, so it takes minutes, and is run by name:
//! `cargo test -p course --test class -- --ignored --test-threads 1`.

#![cfg(target_os = "linux")]

#[path = "fixture/class.rs"]
mod class;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use serde_json::Value;

use class::{copy, folder, grade, root, run, solve};

fn git(folder: &Path, args: &[&str]) {
    let who = ["-c", "user.name=ann", "-c", "user.email=ann@example.org", "-c", "init.defaultBranch=main"];
    run(Command::new("git").args(who).args(args).current_dir(folder));
}

/// The class that is graded as a whole: what hands each in, and what becomes of it.
fn hand_in_a_class(class: &Path) {
    let work = folder("handing-in");
    solve(&work, "01-one-way");
    git(&work, &["init", "-q"]);
    git(&work, &["add", "."]);
    git(&work, &["commit", "-qm", "solved"]);
    let out = |name: &str| class.join(name).display().to_string();
    git(&work, &["archive", "--format=zip", "--prefix=http-course-main/", "--output", &out("ann.zip"), "HEAD"]);
    git(&work, &["archive", "--format=tar.gz", "--output", &out("ben.tar.gz"), "HEAD"]);
    git(&work, &["clone", "-q", "--bare", ".", &out("cid.git")]);
    solve(&class.join("dee"), "01-one-way");
    copy(&root().join("tests/other/python/01-one-way"), &class.join("eve"));
    fs::write(class.join("eve/course.toml"), "[01]\nserver = \"python3 server.py\"\nclient = \"python3 client.py\"\n")
        .unwrap();
    copy(&root().join("tests/other/c/03-echo"), &class.join("fay"));
    let example = root().join("crates/course/tests/teachers/course.toml");
    fs::copy(example, class.join("fay/course.toml")).unwrap();
    copy(&root().join("lessons/01-one-way"), &class.join("gus/lessons/01-one-way"));
    // Three that mean no good.
    fs::write(class.join("hal.zip"), "PK\x03\x04 and nothing more").unwrap();
    let leads_out = "import tarfile, io, sys\nt = tarfile.open(sys.argv[1], 'w:gz')\nfor name in ('lessons/01-one-way/src/server.rs', '../../escaped.rs'):\n    i = tarfile.TarInfo(name); i.size = 1; t.addfile(i, io.BytesIO(b'x'))\nt.close()";
    run(Command::new("python3").args(["-c", leads_out, &out("ivy.tgz")]));
    let bomb = "import zipfile, sys\nz = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED)\nfor n in range(40):\n    z.writestr(f'lessons/01-one-way/src/{n}.rs', b' ' * (7 << 20))\nz.close()";
    run(Command::new("python3").args(["-c", bomb, &out("jon.zip")]));
}

#[test]
#[ignore = "takes a minute: it builds the toolbox and grades with the real lesson 01"]
fn submissions_of_every_kind_are_graded_and_each_costs_only_itself() {
    let class = folder("class");
    hand_in_a_class(&class);
    let out = folder("class-out");
    let path = |name: &str| out.join(name).display().to_string();
    let class_name = class.display().to_string();
    let graded = grade(&[
        &class_name,
        "--lesson",
        "01",
        "--lesson",
        "03",
        "--json",
        "--out",
        &path("grades.json"),
        "--page",
        &path("class.html"),
    ]);
    let said = String::from_utf8_lossy(&graded.stderr);
    assert_eq!(graded.status.code(), Some(1), "{said}");
    let rooms: Value = serde_json::from_slice(&fs::read(out.join("grades.json")).unwrap()).unwrap();
    let rooms = rooms.as_array().unwrap();
    let of = |who: &str| {
        let found = rooms.iter().find(|room| room["who"] == who).unwrap_or_else(|| panic!("{who}: {rooms:#?}"));
        (found["verdict"].as_str().unwrap(), found["text"].as_str().unwrap().to_owned())
    };
    for who in ["ann", "ben", "cid", "dee", "eve", "fay"] {
        assert_eq!(of(who).0, "solved", "{who}: {}", of(who).1);
    }
    assert_eq!(of("gus").0, "not started");
    for (who, why) in [
        ("hal", "it is damaged"),
        ("ivy", "`../../escaped.rs` would lie outside"),
        ("jon", "more than 67108864 octets"),
    ] {
        assert_eq!(of(who).0, "no result");
        assert!(of(who).1.contains(why), "{who}: {}", of(who).1);
    }
    assert_eq!(rooms.len(), 10);
    let page = fs::read_to_string(out.join("class.html")).unwrap();
    assert!(page.contains("10 students") && page.contains("? unreadable"), "{page}");

    // All of it once more, in other forms, without running anything.
    let start = Instant::now();
    for (format, part) in [
        ("csv", "\nann,3,,3,8,37.5,"),
        ("junit", "<testsuite name=\"ann 01 one-way\" tests=\"28\""),
        ("text", "ann  01-one-way  28 of 28  solved"),
    ] {
        let graded = grade(&[&class_name, "--lesson", "01", "--lesson", "03", "--format", format]);
        let text = String::from_utf8_lossy(&graded.stdout).replace('\r', "");
        assert!(text.contains(part), "{format}: {text}");
        let said = String::from_utf8_lossy(&graded.stderr);
        assert!(said.contains("6 rooms are as they were") && !said.contains("compiling"), "{said}");
    }
    for format in ["gradescope", "classroom50", "prairielearn", "vpl"] {
        let graded = grade(&[&class_name, "--lesson", "01", "--lesson", "03", "--format", format]);
        assert_eq!(graded.status.code(), Some(2));
        let folder = path(format);
        let graded = grade(&[&class_name, "--lesson", "01", "--lesson", "03", "--format", format, "--out", &folder]);
        assert_eq!(graded.status.code(), Some(1), "{}", String::from_utf8_lossy(&graded.stderr));
        assert_eq!(fs::read_dir(folder).unwrap().count(), 10);
        let one = grade(&[&class.join("ann.zip").display().to_string(), "--lesson", "01", "--format", format]);
        assert_eq!(one.status.code(), Some(0), "{}", String::from_utf8_lossy(&one.stderr));
        assert!(!one.stdout.is_empty());
    }
    println!("other forms: {:?}", start.elapsed());
}

/// The course as `--emit` packs it, unpacked as the systems do, and a submission.
struct Elsewhere {
    folder: PathBuf,
    /// What everything is compiled into: a second system finds it there.
    target: PathBuf,
}

impl Elsewhere {
    fn new(name: &str) -> Self {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("of-class-target");
        Self { folder: folder(name), target }
    }

    fn emit(&self, system: &str) -> PathBuf {
        let into = self.folder.join("emitted");
        let emitted = grade(&["--emit", system, "--lesson", "01", &into.display().to_string()]);
        assert!(emitted.status.success(), "{}", String::from_utf8_lossy(&emitted.stderr));
        into
    }

    /// The course, as a stranger gets it.
    fn course(&self) -> PathBuf {
        let archive = self.emit("gradescope").join("course.tar.gz");
        let course = self.folder.join("course");
        fs::create_dir_all(&course).unwrap();
        run(Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(&course));
        course
    }

    /// A command with an environment like that of another machine.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("CARGO_TARGET_DIR", &self.target).env_remove("CARGO").env_remove("CARGO_MANIFEST_DIR");
        command
    }
}

#[test]
#[ignore = "takes minutes: it compiles the course once more, as Gradescope does"]
fn the_gradescope_autograder_grades_as_gradescope_runs_it() {
    let there = Elsewhere::new("gradescope");
    let emitted = there.emit("gradescope");
    let autograder = there.folder.join("autograder");
    copy(&emitted, &autograder.join("source"));
    let script = |name: &str| {
        let mut command = there.command("bash");
        command.arg(autograder.join("source").join(name)).env("AUTOGRADER", &autograder).current_dir("/");
        run(&mut command)
    };
    script("setup.sh");
    let results =
        || -> Value { serde_json::from_slice(&fs::read(autograder.join("results/results.json")).unwrap()).unwrap() };
    solve(&autograder.join("submission"), "01-one-way");
    script("run_autograder");
    assert_eq!((results()["score"].as_f64(), results()["tests"].as_array().map(Vec::len)), (Some(3.0), Some(28)));
    // The next student's container has another submission.
    fs::remove_dir_all(autograder.join("submission")).unwrap();
    solve(&autograder.join("submission"), "01-one-way");
    fs::write(autograder.join("submission/lessons/01-one-way/src/server.rs"), "fn main() { no }\n").unwrap();
    script("run_autograder");
    let red = results();
    assert_eq!(red["score"].as_f64(), Some(0.0));
    assert!(red["tests"][0]["output"].as_str().unwrap().contains("cannot find value `no`"), "{red}");
    fs::remove_dir_all(autograder.join("submission/lessons")).unwrap();
    script("run_autograder");
    assert!(results()["output"].as_str().unwrap().starts_with("Nothing here could be graded"));
}

#[test]
#[ignore = "takes minutes: it compiles the course once more, as Classroom 50 does"]
fn the_autograder_of_classroom_50_grades_the_checkout_it_is_started_in() {
    let there = Elsewhere::new("classroom50");
    let course = there.course();
    git(&course, &["init", "-q"]);
    git(&course, &["add", "--force", "."]);
    git(&course, &["commit", "-qm", "course"]);
    git(&course, &["remote", "add", "origin", &format!("file://{}", course.display())]);
    let mut emit = Command::new(env!("CARGO_BIN_EXE_course"));
    let emitted = there.folder.join("emitted-there");
    emit.args(["grade", "--emit", "classroom50", "--lesson", "01"]).arg(&emitted).current_dir(&course);
    emit.env("CARGO_TARGET_DIR", &there.target);
    run(&mut emit);
    let checkout = there.folder.join("checkout");
    solve(&checkout, "01-one-way");
    let mut command = there.command("python3");
    command
        .arg(emitted.join("autograder.py"))
        .current_dir(&checkout)
        .env("ASSIGNMENT", "one-way")
        .env("CLASSROOM", "http");
    run(&mut command);
    let result: Value = serde_json::from_slice(&fs::read(checkout.join("result.json")).unwrap()).unwrap();
    assert_eq!(result["schema"], "classroom50/result/v1");
    assert_eq!((&result["assignment"], &result["classroom"]), (&"one-way".into(), &"http".into()));
    assert!(result["score"].as_i64() > Some(0) && result["score"] == result["max-score"], "{result}");
    // Where there is nothing to grade, that is no grade.
    fs::remove_dir_all(checkout.join("lessons")).unwrap();
    let status = command.status().unwrap();
    assert!(status.code() == Some(1) && !checkout.join("result.json").exists());
}

/// A step of the workflow that is a script.
struct Step {
    name: String,
    run: String,
}

/// The scripts of a workflow, in their order, as a runner reads them: a block that begins with `run: |` goes on as long as
/// its lines are indented deeper.
fn steps(workflow: &str) -> Vec<Step> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let lines: Vec<&str> = workflow.lines().collect();
    let mut steps = Vec::new();
    let mut name = String::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(found) = line.trim_start().strip_prefix("- name: ") {
            found.clone_into(&mut name);
        }
        if line.trim() != "run: |" {
            continue;
        }
        let block = lines[at + 1..].iter().take_while(|next| next.is_empty() || indent(next) > indent(line));
        let block: Vec<&str> = block.copied().collect();
        let depth = block.iter().filter(|line| !line.is_empty()).map(|line| indent(line)).min().unwrap();
        let run = block.iter().fold(String::new(), |mut run, line| {
            let _ = writeln!(run, "{}", line.get(depth..).unwrap_or_default());
            run
        });
        steps.push(Step { name: name.clone(), run });
    }
    steps
}

#[test]
#[ignore = "takes minutes: it compiles the course once more, as a runner of GitHub does"]
fn the_steps_of_the_workflow_make_a_grade_book_of_a_matrix_of_repositories() {
    let there = Elsewhere::new("actions");
    there.course();
    let workflow = fs::read_to_string(there.emit("actions").join("grade.yml")).unwrap();
    let steps: BTreeMap<String, String> = steps(&workflow).into_iter().map(|step| (step.name, step.run)).collect();
    // Toolchain and Namespaces change the machine, and are what this one has.
    assert_eq!(
        steps.keys().map(String::as_str).collect::<Vec<_>>(),
        ["Book", "Grade", "List", "Namespaces", "Toolchain"]
    );
    // What comes from outside comes in variables: a script that GitHub fills in could be written by anybody.
    assert!(steps.values().all(|run| !run.contains("${{")), "{workflow}");
    let step = |name: &str, more: &[(&str, &str)]| {
        let script = there.folder.join(format!("{name}.sh"));
        fs::write(&script, &steps[name]).unwrap();
        let mut command = there.command("bash");
        command.arg("-e").arg(&script).current_dir(&there.folder).env("LESSONS", "--lesson 01");
        command
            .env("GITHUB_OUTPUT", there.folder.join("output"))
            .env("GITHUB_STEP_SUMMARY", there.folder.join("summary"));
        command.envs(more.iter().copied()).output().unwrap()
    };
    assert!(workflow.contains("  LESSONS: \"--lesson 01\"\n"), "{workflow}");
    assert!(!step("List", &[("REPOSITORIES", "school/ann; rm -rf")]).status.success());
    let listed = step("List", &[("REPOSITORIES", "school/ben, school/ann school/ann")]);
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let output = fs::read_to_string(there.folder.join("output")).unwrap();
    let repositories = output.trim().strip_prefix("repositories=").unwrap_or_else(|| panic!("{output}"));
    let repositories: Vec<String> = serde_json::from_str(repositories).unwrap();
    assert_eq!(repositories, ["school/ann", "school/ben"]);
    for (index, repository) in repositories.iter().enumerate() {
        // Each on a machine of its own.
        let _ = fs::remove_dir_all(there.folder.join("submissions"));
        let submission = there.folder.join("submissions").join(repository);
        solve(&submission, "01-one-way");
        if index == 1 {
            fs::write(submission.join("lessons/01-one-way/src/client.rs"), "fn main() {}\n").unwrap();
        }
        let graded = step("Grade", &[]);
        assert!(graded.status.success(), "{}", String::from_utf8_lossy(&graded.stderr));
        let kept = there.folder.join(format!("results/grades-{index}"));
        fs::create_dir_all(&kept).unwrap();
        fs::rename(there.folder.join("results/grades.json"), kept.join("grades.json")).unwrap();
    }
    let made = step("Book", &[]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let book = fs::read_to_string(there.folder.join("book/grades.csv")).unwrap();
    let rows: Vec<&str> = book.lines().collect();
    assert_eq!((rows.len(), rows[1].split(',').take(2).collect::<Vec<_>>()), (3, vec!["school/ann", "3"]), "{book}");
    assert!(rows[2].starts_with("school/ben,") && !rows[2].starts_with("school/ben,3,"), "{book}");
    assert!(fs::read_to_string(there.folder.join("book/class.html")).unwrap().contains("school/ben"));
    assert!(fs::read_to_string(there.folder.join("summary")).unwrap().contains("school/ann"));
}
