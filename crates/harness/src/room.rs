//! A learner's room, as far as what is judged has to be what lies in it: looked at once for each process that grades.
//!
//! This is for those who grade their own work. Who wants to get around it on their own machine can; it makes sure that
//! nobody does so by accident, or believes that it was not seen.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use crate::failure::{Failure, Kind};
use crate::folder::Folder;
use crate::given;
use crate::sources::starts_programs;
use crate::stale;

/// How many findings are told at once.
const TOLD: usize = 4;

/// A learner's room.
#[derive(Debug)]
pub(crate) struct Room {
    /// The workspace.
    root: PathBuf,
    /// `lesson-01`
    package: String,
    /// `01-one-way`
    name: String,
}

/// Why nothing is judged.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    kind: Kind,
    rows: Vec<(&'static str, String)>,
}

impl Refusal {
    /// The refusal as a test tells it: most often it is the same for all of them, and one says it in full.
    pub(crate) fn failure(&self) -> Failure {
        static TOLD: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
        let said = format!("{:?}", self.rows);
        if !TOLD.lock().unwrap_or_else(PoisonError::into_inner).insert(said) {
            return Failure::of(self.kind.clone()).told_before();
        }
        let rows = self.rows.iter();
        rows.fold(Failure::of(self.kind.clone()), |failure, (label, text)| failure.row(label, text.clone()))
    }
}

/// Why the programs of this package are not judged; `None` where it is no room, or other programs are judged, or nothing
/// is wrong.
pub(crate) fn refusal(package: &str, folder: &str) -> Option<&'static Refusal> {
    static REFUSAL: OnceLock<Option<Refusal>> = OnceLock::new();
    let room = Room::of(package, Path::new(folder)).filter(|_| given::programs().is_none())?;
    REFUSAL.get_or_init(|| room.refusal()).as_ref()
}

/// Whether the package is a learner's room.
pub(crate) fn is_room(package: &str, folder: &str) -> bool {
    Room::of(package, Path::new(folder)).is_some()
}

/// That another program did the work of this one.
pub(crate) fn foreign(program: &str, foreign: &str, folder: &str) -> Refusal {
    let root = Path::new(folder).ancestors().nth(2).unwrap_or(Path::new(""));
    let foreign = Path::new(foreign).strip_prefix(root).unwrap_or(Path::new(foreign)).display();
    let program = program.split(' ').next().unwrap_or(program);
    let found = format!("{program} let another program do its work: {foreign}");
    Refusal { kind: Kind::NotOwn, rows: vec![("found", found), ("why", WHY.to_owned())] }
}

const WHY: &str = "What is graded is what you write in src; the programs do everything themselves.";

impl Room {
    /// The room of which these are the package and the folder.
    fn of(package: &str, folder: &Path) -> Option<Self> {
        let name = folder.file_name()?.to_str()?;
        let number = package.strip_prefix("lesson-")?;
        let is_room = name.strip_prefix(number).is_some_and(|rest| rest.starts_with('-'));
        let lessons = folder.parent().filter(|parent| is_room && parent.ends_with("lessons"))?;
        let root = lessons.parent()?.to_owned();
        // That of the course, which is the only one whose packages this can know.
        (root.join("crates").is_dir()).then(|| Self { root, package: package.to_owned(), name: name.to_owned() })
    }

    fn folder(&self) -> PathBuf {
        self.root.join("lessons").join(&self.name)
    }

    fn reference(&self) -> PathBuf {
        self.root.join("crates").join(&self.name)
    }

    /// A path as the learner knows it.
    fn told(&self, path: &Path) -> String {
        let root = fs::canonicalize(&self.root).unwrap_or_default();
        let inside = path.strip_prefix(&self.root).or_else(|_| path.strip_prefix(&root)).unwrap_or(path);
        inside.display().to_string().replace('\\', "/")
    }

    fn refusal(&self) -> Option<Refusal> {
        let manifest = fs::read_to_string(self.folder().join("Cargo.toml")).unwrap_or_default();
        let programs: Vec<PathBuf> =
            manifest::programs(&manifest, &self.package).iter().map(assert_cmd::cargo::cargo_bin).collect();
        // Where the manifest names none of them, that is to be told; the test itself lies where they would.
        let beside = programs.first().cloned().or_else(|| env::current_exe().ok()?.parent().map(Path::to_owned))?;
        let deps = stale::Deps::beside(&beside, &self.root);
        let library = |folder: &Path| {
            let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
            let first = self.told(&folder.join("src/lib.rs"));
            deps.library(&manifest::library(&manifest)?, &first)
        };
        let own = programs.iter().filter_map(|path| deps.program(path)).chain(library(&self.folder()));
        let own: Vec<stale::Built> = own.collect();
        let layers = self.layers();
        let findings = self.findings(&own, &layers);
        if !findings.is_empty() {
            let mut rows = vec![("found", findings[..findings.len().min(TOLD)].join("\n"))];
            rows.push(("why", WHY.to_owned()));
            rows.push((
                "do",
                format!("Take that out again. The room as it was made: git checkout lessons/{}/Cargo.toml", self.name),
            ));
            return Some(Refusal { kind: Kind::NotOwn, rows });
        }
        let test = env::current_exe().ok().and_then(|test| deps.test(&test));
        let built: Vec<_> =
            own.into_iter().chain(layers.iter().filter_map(|layer| library(layer))).chain(test).collect();
        let stale = stale::look(&self.package, &deps, &built);
        (!stale.is_empty()).then(|| self.stale(&stale))
    }

    fn stale(&self, files: &[PathBuf]) -> Refusal {
        let mut told: Vec<String> = files.iter().take(TOLD).map(|file| self.told(file)).collect();
        if files.len() > TOLD {
            told.push(format!("and {} more", files.len() - TOLD));
        }
        let folder = fs::canonicalize(self.folder()).unwrap_or_default();
        let is_within = |file: &PathBuf| file.starts_with(&folder) || file.starts_with(self.root.join("tests"));
        let what = if files.iter().all(is_within) { format!(" -p {}", self.package) } else { String::new() };
        let why = "cargo goes by the times of files, and these came with older ones (unzip, tar and cp -p keep them): the \
                   programs were not built again. Nothing was judged.";
        let remedy = format!("cargo clean{what}\nand then the same command again.");
        let rows = vec![("changed", told.join("\n")), ("why", why.to_owned()), ("type", remedy)];
        Refusal { kind: Kind::Stale, rows }
    }

    /// In what ways something else than the learner's own files could do the work.
    fn findings(&self, built: &[stale::Built], layers: &[PathBuf]) -> Vec<String> {
        let folder = self.folder();
        let mut findings = Vec::new();
        if folder.join("build.rs").exists() {
            let file = self.told(&folder.join("build.rs"));
            findings.push(format!(
                "{file} is a build script, which runs before your programs are built; the course has none"
            ));
        }
        if folder.join(".cargo").exists() {
            let file = self.told(&folder.join(".cargo"));
            findings.push(format!("{file} changes what cargo does; the course has no such folder there"));
        }
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
        let reference = fs::read_to_string(self.reference().join("Cargo.toml")).ok();
        if let Some(line) = manifest::foreign_line(&manifest, reference.as_deref(), &self.package) {
            let file = self.told(&folder.join("Cargo.toml"));
            findings.push(format!("{file} is not the one that the course makes: {line}"));
        }
        findings.extend(self.foreign_sources(built, layers));
        findings
    }

    /// Sources from outside the room, and those that start other programs.
    fn foreign_sources(&self, built: &[stale::Built], layers: &[PathBuf]) -> Vec<String> {
        let room = fs::canonicalize(self.folder()).unwrap_or_default();
        let given = self.given();
        let mut told = BTreeSet::new();
        let mut seen = BTreeSet::new();
        for program in built {
            let is_library = program.path.extension().is_some_and(|ending| ending == "rlib");
            let name =
                program.path.file_stem().filter(|_| !is_library).unwrap_or("your library".as_ref()).to_string_lossy();
            for source in program.sources.iter().filter_map(|source| fs::canonicalize(source).ok()) {
                if !source.starts_with(&room) {
                    if !given.contains(&source) && !layers.iter().any(|layer| source.starts_with(layer)) {
                        let source = self.told(&source);
                        told.insert(format!("{name} is built from {source}, which does not lie in your room"));
                    }
                    continue;
                }
                if !seen.insert(source.clone()) {
                    continue;
                }
                let text = fs::read(&source).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
                if let Some(line) = text.ok().as_deref().and_then(starts_programs) {
                    let source = self.told(&source);
                    told.insert(format!("{source}:{line} starts another program (std::process::Command)"));
                }
            }
        }
        told.into_iter().collect()
    }

    /// The sources of the reference that the room takes from there, because nothing in them is left to write.
    fn given(&self) -> Vec<PathBuf> {
        let read = |name: &str| fs::read_to_string(self.folder().join(name)).unwrap_or_default();
        let given = exercise::given(&read("exercise.toml"), manifest::depth(&read("Cargo.toml")));
        let files = given.into_iter().map(|file| self.reference().join(file));
        files.filter_map(|file| fs::canonicalize(file).ok()).collect()
    }

    /// The folders of the course's packages that the room stands on: those below it, and never its own reference.
    fn layers(&self) -> Vec<PathBuf> {
        let course = fs::read_to_string(self.root.join("Cargo.toml")).unwrap_or_default();
        let mut found: Vec<PathBuf> = Vec::new();
        let mut waiting = vec![self.folder()];
        while let Some(folder) = waiting.pop() {
            let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
            for package in manifest::dependencies(&manifest) {
                let path = manifest::path_of(&course, &package).map(|path| self.root.join(path));
                if let Some(path) = path.and_then(|path| fs::canonicalize(path).ok())
                    && !found.contains(&path)
                {
                    found.push(path.clone());
                    waiting.push(path);
                }
            }
        }
        let reference = fs::canonicalize(self.reference()).unwrap_or_default();
        found.retain(|path| *path != reference);
        found
    }
}

/// What `exercise.toml` says, as far as it matters here.
mod exercise {
    /// The files that are given at a depth; `None` is the usual one.
    pub(super) fn given(text: &str, depth: Option<&str>) -> Vec<String> {
        let lists = match depth {
            None => &["given", "given_when_guided"][..],
            Some("build") => &["given"],
            Some(_) => &[],
        };
        lists.iter().flat_map(|name| list(text, name)).collect()
    }

    /// The members of a list, which stands before the first table.
    pub(super) fn list(text: &str, name: &str) -> Vec<String> {
        let top = text.lines().take_while(|line| !line.starts_with("[["));
        let rest: String = top.skip_while(|line| !line.starts_with(&format!("{name} = ["))).collect();
        let list = rest.split_once('[').and_then(|(_, list)| list.split_once(']')).map_or("", |(list, _)| list);
        list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
    }

    #[cfg(test)]
    mod tests {
        use std::fs;
        use std::path::Path;

        use super::*;

        const LISTS: [&str; 2] = ["given", "given_when_guided"];

        #[test]
        fn the_lists_are_read_as_toml_has_them() {
            let lessons = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lessons");
            let mut found = 0;
            for lesson in fs::read_dir(lessons).unwrap() {
                let Ok(text) = fs::read_to_string(lesson.unwrap().path().join("exercise.toml")) else { continue };
                let exercise: toml::Table = text.parse().unwrap();
                for name in LISTS {
                    let members = exercise.get(name).and_then(|list| list.as_array()).into_iter().flatten();
                    let members: Vec<&str> = members.filter_map(|member| member.as_str()).collect();
                    assert_eq!(list(&text, name), members);
                    found += members.len();
                }
            }
            assert!(found > 0);
        }

        #[test]
        fn the_deeper_the_less_is_given() {
            let text = "given = [\"src/a.rs\"]\ngiven_when_guided = [\n    \"src/b.rs\",\n]\n[[gap]]\n";
            assert_eq!(given(text, None), ["src/a.rs", "src/b.rs"]);
            assert_eq!(given(text, Some("build")), ["src/a.rs"]);
            assert!(given(text, Some("empty")).is_empty());
        }
    }
}

/// What a room's manifest may say. How the course makes it from that of the reference, `cargo course` knows; here it
/// only counts that it says nothing else.
mod manifest {
    use crate::life::Role;

    /// The feature that compiles a reference's other tests than the graded ones.
    const OWN_TESTS: &str = "own-tests";

    /// The depth that the manifest names, where it is not the usual one.
    pub(super) fn depth(room: &str) -> Option<&str> {
        room.lines().find_map(|line| line.strip_prefix("# Depth: ")).map(|depth| depth.trim_end_matches('.'))
    }

    /// A line of a manifest that is none of the course's, or one that is missing.
    pub(super) fn foreign_line(room: &str, reference: Option<&str>, package: &str) -> Option<String> {
        let Some(reference) = reference else {
            // Without the reference there is still what no room has.
            let is_foreign = |(table, line): &(String, String)| {
                let key = line.split('=').next().unwrap_or_default().trim();
                table == "[build-dependencies]" || matches!((table.as_str(), key), ("[package]", "build" | "links"))
            };
            return lines(room).into_iter().find(is_foreign).map(|(_, line)| format!("`{line}`"));
        };
        let (ours, theirs) = (lines(&without_own_tests(reference)), lines(room));
        let own_names = |lines: &[(String, String)]| -> Vec<String> {
            let named = lines.iter().filter(|(table, line)| table == "[[bin]]" && line.starts_with("name"));
            named.map(|(_, line)| line.clone()).collect()
        };
        let comparable = |lines: &[(String, String)]| -> Vec<String> {
            let kept = lines.iter().filter(|(table, line)| !is_renamed(table, line));
            kept.map(|(table, line)| format!("`{line}` in {table}")).collect()
        };
        let (wanted, found) = (comparable(&ours), comparable(&theirs));
        if let Some(line) = found.iter().find(|line| !wanted.contains(line)) {
            return Some(format!("{line} is not the course's"));
        }
        if let Some(line) = wanted.iter().find(|line| !found.contains(line)) {
            return Some(format!("{line} is missing"));
        }
        let is_ours = |name: &String| name.contains(&format!("\"{package}-"));
        let strange = own_names(&theirs).into_iter().find(|name| !is_ours(name));
        strange.map(|name| format!("`{name}` in [[bin]] is not the course's"))
    }

    /// What a reference says of its other tests than the graded ones stays with it.
    fn without_own_tests(reference: &str) -> String {
        let mut text = String::new();
        for table in reference.split_inclusive("\n\n") {
            if !(table.starts_with("[[test]]") && table.contains(OWN_TESTS)) {
                let kept = |line: &&str| !line.starts_with(OWN_TESTS) && !line.starts_with('#');
                text.extend(table.lines().filter(kept).flat_map(|line| [line, "\n"]));
            }
        }
        // No room has a table for that alone.
        text.replace("[features]\n\n", "")
    }

    /// Whether the line differs between a room and its reference because they are two packages.
    fn is_renamed(table: &str, line: &str) -> bool {
        let key = line.split('=').next().unwrap_or_default().trim();
        match table {
            "[package]" => matches!(key, "name" | "description" | ""),
            "[lib]" => matches!(key, "name" | "test" | "doctest" | "doc" | ""),
            "[[bin]]" => key == "name",
            _ => false,
        }
    }

    /// What a manifest says, line by line, each with the table that it stands in; an empty line for each table itself.
    fn lines(text: &str) -> Vec<(String, String)> {
        let mut table = String::new();
        let mut lines = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if line.starts_with('[') {
                line.clone_into(&mut table);
                lines.push((table.clone(), String::new()));
            } else {
                lines.push((table.clone(), line.to_owned()));
            }
        }
        lines
    }

    /// The programs of a package that a test may start: a server, a client, or both.
    pub(super) fn programs(text: &str, package: &str) -> Vec<String> {
        let lines = lines(text);
        let has = |name: &String| {
            let is_it = |(table, line): &(String, String)| {
                let value = line.strip_prefix("name").and_then(|rest| rest.trim_start().strip_prefix('='));
                table == "[[bin]]" && value.is_some_and(|value| value.trim().trim_matches('"') == name)
            };
            lines.iter().any(is_it)
        };
        [Role::Server, Role::Client].map(|role| format!("{package}-{}", role.name())).into_iter().filter(has).collect()
    }

    /// What the library of a package is called, if it has one.
    pub(super) fn library(text: &str) -> Option<String> {
        let lines = lines(text);
        let name = |wanted: &str| {
            let value = |(table, line): &(String, String)| {
                let (key, value) = line.split_once('=')?;
                (table == wanted && key.trim() == "name").then(|| value.trim().trim_matches('"').replace('-', "_"))
            };
            lines.iter().find_map(value)
        };
        name("[lib]").or_else(|| name("[package]"))
    }

    /// The packages that a manifest depends on, by their names.
    pub(super) fn dependencies(text: &str) -> Vec<String> {
        let named = lines(text).into_iter().filter(|(table, _)| table.ends_with("dependencies]"));
        let name = |line: &str| line.split(['.', '=', ' ']).next().map(str::to_owned);
        named.filter_map(|(_, line)| name(&line)).filter(|name| !name.is_empty()).collect()
    }

    /// The path of a package in the workspace, as its manifest names it.
    pub(super) fn path_of(course: &str, package: &str) -> Option<String> {
        let lines = lines(course);
        let line = lines.iter().find_map(|(table, line)| {
            let (key, value) = line.split_once('=')?;
            (table == "[workspace.dependencies]" && key.trim() == package).then(|| value.to_owned())
        })?;
        Some(line.split_once("path = \"")?.1.split_once('"')?.0.to_owned())
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        const REFERENCE: &str = "[package]\nname = \"two\"\ndescription = \"a\"\nversion.workspace = true\n\n# One.\n\
                                 [[bin]]\nname = \"two-server\"\npath = \"src/server.rs\"\n\n[dependencies]\n\
                                 cli.workspace = true\n";
        const ROOM: &str = "# Derived.\n[package]\nname = \"lesson-02\"\ndescription = \"b\"\nversion.workspace = true\n\
                            [lib]\nname = \"two\"\ntest = false\n[[bin]]\nname = \"lesson-02-server\"\n\
                            path = \"src/server.rs\"\n[dependencies]\ncli.workspace = true\n";

        #[test]
        fn a_room_may_say_what_its_reference_says_with_other_names() {
            assert_eq!(foreign_line(ROOM, Some(REFERENCE), "lesson-02"), None);
            assert_eq!(foreign_line(ROOM, None, "lesson-02"), None);
            let own = "[[test]]\nname = \"long\"\nrequired-features = [\"own-tests\"]\n\n\
                       [features]\n# Said of it.\nown-tests = []\n\n[dependencies]";
            let reference = REFERENCE.replace("[dependencies]", own);
            assert_eq!(foreign_line(ROOM, Some(&reference), "lesson-02"), None);
        }

        #[test]
        fn everything_else_is_foreign() {
            for (of, with, told) in [
                ("version.workspace", "build = \"x.rs\"\nversion.workspace", "`build = \"x.rs\"` in [package]"),
                ("src/server.rs", "../two/server.rs", "`path = \"../two/server.rs\"` in [[bin]]"),
                ("[dependencies]", "[dependencies]\ntwo.workspace = true", "`two.workspace = true` in [dependencies]"),
                ("cli.workspace = true", "", "`cli.workspace = true` in [dependencies] is missing"),
                ("lesson-02-server", "server", "`name = \"server\"` in [[bin]]"),
                ("[dependencies]", "[profile.dev]\n[dependencies]", "`` in [profile.dev]"),
                ("test = false", "path = \"../x.rs\"", "`path = \"../x.rs\"` in [lib]"),
            ] {
                let changed = ROOM.replace(of, with);
                let found = foreign_line(&changed, Some(REFERENCE), "lesson-02").unwrap_or_default();
                assert!(found.starts_with(told), "{found}");
            }
            let script = ROOM.replace("version.workspace", "build = \"x.rs\"\nversion.workspace");
            assert_eq!(foreign_line(&script, None, "lesson-02").as_deref(), Some("`build = \"x.rs\"`"));
        }

        #[test]
        fn a_room_has_a_server_or_a_client_or_both() {
            assert_eq!(programs(ROOM, "lesson-02"), ["lesson-02-server"]);
            let client = ROOM.replace("-server", "-client");
            assert_eq!(programs(&client, "lesson-02"), ["lesson-02-client"]);
            let both = format!("{client}[[bin]]\nname=\"lesson-02-server\"\n[[bin]]\nname = \"other\"\n");
            assert_eq!(programs(&both, "lesson-02"), ["lesson-02-server", "lesson-02-client"]);
            assert!(programs(REFERENCE, "lesson-02").is_empty());
        }

        #[test]
        fn packages_are_found_where_the_workspace_says() {
            let course = "[workspace.dependencies]\ncli = { path = \"crates/cli\" }\nclap = \"4\"\n";
            assert_eq!(path_of(course, "cli").as_deref(), Some("crates/cli"));
            assert_eq!((path_of(course, "clap"), path_of(course, "other")), (None, None));
            assert_eq!(dependencies(ROOM), ["cli"]);
            assert_eq!((library(ROOM).as_deref(), library(REFERENCE).as_deref()), (Some("two"), Some("two")));
        }
    }
}

/// Copies of a package's programs, in a folder far from everything that lies beside them; they go with their last user.
#[derive(Debug)]
struct Copies(Folder);

/// The program that a process has to be and to stay.
#[derive(Debug, Clone)]
pub(crate) struct Image {
    /// Where the program lies.
    pub(crate) path: PathBuf,
    _copies: Arc<Copies>,
    /// How the system tells the file from all others, where another program in its place would be a finding.
    #[cfg(target_os = "linux")]
    identity: Option<(u64, u64)>,
}

/// A copy of this program, made once for all tests that run at the same time; `None` where there is no room for one.
pub(crate) fn copy_of(program: &Path, is_watched: bool) -> Option<Image> {
    static COPIES: Mutex<Weak<Copies>> = Mutex::new(Weak::new());
    let mut shared = COPIES.lock().unwrap_or_else(PoisonError::into_inner);
    let copies = match shared.upgrade() {
        Some(copies) => copies,
        None => Arc::new(Copies(Folder::of_kind("programs").ok()?)),
    };
    *shared = Arc::downgrade(&copies);
    let path = copies.0.path().join(program.file_name()?);
    if !path.exists() {
        // A link costs nothing, but leads only to the same file system.
        fs::hard_link(program, &path).or_else(|_| fs::copy(program, &path).map(drop)).ok()?;
    }
    #[cfg(not(target_os = "linux"))]
    let _ = is_watched;
    Some(Image {
        #[cfg(target_os = "linux")]
        identity: is_watched.then(|| linux::identity(&path)).flatten(),
        path,
        _copies: copies,
    })
}

impl Image {
    /// Another program that the process of this number has become, or a child of its is.
    #[cfg(target_os = "linux")]
    pub(crate) fn other_than_this(&self, process: u32) -> Option<String> {
        let own = self.identity?;
        let is_other =
            |id: &u32| linux::identity(Path::new(&format!("/proc/{id}/exe"))).is_some_and(|found| found != own);
        let family = std::iter::once(process).chain(crate::group::children_of(process));
        let other = family.into_iter().find(is_other)?;
        let path = fs::read_link(format!("/proc/{other}/exe")).ok()?;
        Some(path.to_string_lossy().trim_end_matches(" (deleted)").to_owned())
    }

    /// Not every system tells.
    #[cfg(not(target_os = "linux"))]
    #[allow(clippy::unused_self)]
    pub(crate) fn other_than_this(&self, _: u32) -> Option<String> {
        None
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fs;
    use std::os::unix::fs::MetadataExt as _;
    use std::path::Path;

    pub(super) fn identity(path: &Path) -> Option<(u64, u64)> {
        fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
    }
}
