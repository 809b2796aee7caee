//! Package manifests derived from that of a reference step, as text, so that comments and order stay.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::files;

/// A program of a package.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
pub struct Program {
    /// The name of the binary.
    pub name: String,
    /// Its main file in the package.
    pub path: String,
}

#[derive(Deserialize)]
struct Manifest {
    package: Package,
    #[serde(default)]
    bin: Vec<Program>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
}

/// A manifest of a reference step.
#[derive(Debug)]
pub struct Reference {
    tables: Vec<Table>,
    package: String,
    /// The programs, in the order of the manifest.
    pub programs: Vec<Program>,
}

/// A table of the manifest: its header, empty for what stands before the first one, and the lines below it.
#[derive(Debug, Clone)]
struct Table {
    header: String,
    lines: Vec<String>,
}

/// What the head of a package says in which nothing is found by its place.
const FIXED: [&str; 5] = ["build", "autobins", "autoexamples", "autotests", "autobenches"];

/// The feature of a reference that compiles its own tests.
const OWN_TESTS: &str = "own-tests";

impl Reference {
    /// Reads the manifest of a crate that lies in this folder of the course.
    pub fn read(root: &Path, folder: &str) -> Result<Self> {
        let file = format!("{folder}/Cargo.toml");
        Self::parse(&file, &files::read_text(&root.join(&file))?)
    }

    /// Reads the text of `file`, a `Cargo.toml`.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let manifest: Manifest = toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| text[..span.start].matches('\n').count() + 1);
            Error::In { file: file.to_owned(), line, problem: error.message().to_owned() }
        })?;
        let mut tables = vec![Table { header: String::new(), lines: Vec::new() }];
        for line in text.lines() {
            if line.starts_with('[') {
                tables.push(Table { header: line.to_owned(), lines: Vec::new() });
            } else if let Some(table) = tables.last_mut() {
                table.lines.push(line.to_owned());
            }
        }
        Ok(Self { tables, package: manifest.package.name, programs: manifest.bin })
    }

    /// The name of the package.
    pub fn package(&self) -> &str {
        &self.package
    }

    /// What a program of the package is called in a package of another name: `echo-server`, `lesson-03-server`.
    pub fn program_name(&self, program: &Program, package: &str) -> String {
        let role = program.name.strip_prefix(&self.package).and_then(|rest| rest.strip_prefix('-'));
        format!("{package}-{}", role.unwrap_or(&program.name))
    }

    /// The manifest of a learner's room: other names, everything else the same.
    pub fn starter(&self, package: &str, number: &str, folder: &str, has_library: bool) -> String {
        let mut tables = self.renamed(package, has_library);
        if let Some(library) = tables.iter_mut().find(|table| table.header == "[lib]") {
            grade_programs_only(library);
        }
        for line in tables.iter_mut().filter(|table| table.header == "[package]").flat_map(|table| &mut table.lines) {
            if let Some(description) = string_value(line, "description") {
                let said = description.strip_prefix(&format!("Lesson {number}: ")).unwrap_or(&description);
                *line = format!("description = \"Your room for lesson {number}: {said}\"");
            }
        }
        format!("# Derived from crates/{folder}/Cargo.toml by `cargo course starters`.\n\n{}", text(&tables))
    }

    /// The manifest of a package under proof: other names, only the programs that `keep` wants, no tests, and paths that
    /// hold from anywhere.
    pub fn variant(
        &self,
        package: &str,
        has_library: bool,
        keep: impl Fn(&Program) -> bool,
        absolute: impl Fn(&str) -> String,
    ) -> String {
        let mut programs = self.programs.iter();
        let mut tables = self.renamed(package, has_library);
        tables.retain(|table| match table.header.as_str() {
            "[[bin]]" => programs.next().is_some_and(&keep),
            "[[test]]" => false,
            header => !header.contains("dev-dependencies"),
        });
        for table in tables.iter_mut().filter(|table| table.header.contains("dependencies")) {
            rewrite_paths(&mut table.lines, &absolute);
        }
        text(&tables)
    }

    /// The manifest of a learner's room as it is built for its grade: nothing is found by its place in the folder, and
    /// nothing runs before it is graded.
    ///
    /// A library that the learner added, `own_library`, is called as in the room.
    pub fn graded(&self, package: &str, has_library: bool, own_library: Option<&str>) -> String {
        let manifest = self.variant(package, has_library, |_| true, str::to_owned);
        let library = own_library.map_or_else(String::new, |name| format!("[lib]\nname = \"{name}\"\n\n"));
        let fixed: Vec<String> = FIXED.iter().map(|key| format!("{key} = false")).collect();
        // The step may say some of it itself.
        let lines = manifest.lines().filter(|line| !fixed.iter().any(|fixed| fixed == line));
        let manifest: String = lines.flat_map(|line| [line, "\n"]).collect();
        manifest.replacen("[package]", &format!("{library}[package]\n{}", fixed.join("\n")), 1)
    }

    /// The manifest of the library alone.
    pub fn library(&self) -> String {
        self.variant(&self.package, true, |_| false, str::to_owned)
    }

    /// The manifest of the graded tests alone, with the dependencies that their `source` names.
    pub fn tests(&self, package: &str, file: &str, source: &str) -> String {
        let mut tables = self.renamed(package, false);
        tables.retain(|table| {
            matches!(table.header.as_str(), "" | "[package]" | "[lints]") || table.header.contains("dependencies")
        });
        for table in tables.iter_mut().filter(|table| table.header.contains("dependencies")) {
            table.lines.retain(|line| dependency(line).is_none_or(|name| names(source, &name.replace('-', "_"))));
        }
        let mut target = vec!["name = \"grade\"".to_owned(), format!("path = \"{file}\"")];
        let own = self.tables.iter().filter(|table| table.header == "[[test]]").flat_map(|table| &table.lines);
        target.extend(own.filter(|line| line.starts_with("harness")).cloned());
        target.push(String::new());
        tables.push(Table { header: "[[test]]".to_owned(), lines: target });
        text(&tables)
    }

    /// The names of the dependencies, with those of the tests or without.
    pub fn dependencies(&self, for_tests: bool) -> Vec<String> {
        let tables = self.tables.iter().filter(|table| table.header.contains("dependencies"));
        let tables = tables.filter(|table| for_tests || !table.header.contains("dev-dependencies"));
        tables.flat_map(|table| &table.lines).filter_map(|line| dependency(line)).map(str::to_owned).collect()
    }

    fn renamed(&self, package: &str, has_library: bool) -> Vec<Table> {
        let mut programs = self.programs.iter();
        let mut tables = self.tables.clone();
        leave_own_tests_out(&mut tables);
        for table in &mut tables {
            let name = match table.header.as_str() {
                "[package]" => package.to_owned(),
                "[[bin]]" => programs.next().map(|program| self.program_name(program, package)).unwrap_or_default(),
                _ => continue,
            };
            for line in table.lines.iter_mut().filter(|line| string_value(line, "name").is_some()) {
                *line = format!("name = \"{name}\"");
            }
        }
        if has_library {
            self.keep_library_name(&mut tables);
        }
        tables
    }

    /// The programs say `use message::…`, whatever package they are in.
    fn keep_library_name(&self, tables: &mut Vec<Table>) {
        let name = format!("name = \"{}\"", self.package.replace('-', "_"));
        match tables.iter_mut().find(|table| table.header == "[lib]") {
            Some(table) if table.lines.iter().any(|line| string_value(line, "name").is_some()) => (),
            Some(table) => table.lines.insert(0, name),
            None => {
                let after = tables.iter().position(|table| table.header == "[package]").map_or(0, |found| found + 1);
                tables.insert(after, Table { header: "[lib]".to_owned(), lines: vec![name, String::new()] });
            }
        }
    }
}

/// The reference's own tests stay with it.
fn leave_own_tests_out(tables: &mut Vec<Table>) {
    let is_own = |table: &Table| {
        table.header == "[[test]]"
            && !table.lines.iter().any(|line| string_value(line, "name").as_deref() == Some("grade"))
    };
    tables.retain(|table| !is_own(table));
    for table in tables.iter_mut().filter(|table| table.header == "[features]") {
        let Some(found) = table.lines.iter().position(|line| line.starts_with(OWN_TESTS)) else { continue };
        let comment = table.lines[..found].iter().rev().take_while(|line| line.starts_with('#')).count();
        table.lines.drain(found - comment..=found);
    }
    tables.retain(|table| table.header != "[features]" || table.lines.iter().any(|line| !line.is_empty()));
}

/// In a learner's room the graded tests are the only ones. And two libraries of one name cannot both be documented.
fn grade_programs_only(library: &mut Table) {
    for key in ["test", "doctest", "doc"] {
        library.lines.retain(|line| line.split('=').next().map(str::trim) != Some(key));
        let end = library.lines.iter().rposition(|line| !line.trim().is_empty()).map_or(0, |last| last + 1);
        library.lines.insert(end, format!("{key} = false"));
    }
}

/// Replaces the value of every `path = "…"`, alone on its line or in an inline table.
fn rewrite_paths(lines: &mut [String], absolute: impl Fn(&str) -> String) {
    for line in lines {
        let Some((before, rest)) = line.split_once("path = \"") else { continue };
        let Some((path, after)) = rest.split_once('"') else { continue };
        *line = format!("{before}path = \"{}\"{after}", absolute(path));
    }
}

/// The manifest of the workspace that holds the variants: that of the course with other members, and paths that hold
/// from there.
pub fn proof_workspace(course: &str, members: &[String], absolute: impl Fn(&str) -> String) -> String {
    let mut lines: Vec<String> = course.lines().map(str::to_owned).collect();
    rewrite_paths(&mut lines, absolute);
    let mut workspace = Vec::new();
    let mut unfinished = false;
    for line in lines {
        let key = line.split('=').next().unwrap_or_default().trim();
        let is_members = matches!(key, "members" | "default-members");
        if key == "members" {
            workspace.push("members = [".to_owned());
            workspace.extend(members.iter().map(|member| format!("    \"{member}\",")));
            workspace.push("]".to_owned());
        }
        if is_members || unfinished {
            unfinished = !line.contains(']');
        } else {
            workspace.push(line);
        }
    }
    workspace.join("\n") + "\n"
}

/// The dependencies of a workspace that lie in it, by their names.
pub fn path_dependencies(file: &str, text: &str) -> Result<BTreeMap<String, String>> {
    let root: Root = toml::from_str(text).map_err(|error| Error::of(file, error.message()))?;
    let paths = root
        .workspace
        .dependencies
        .into_iter()
        .filter_map(|(name, dependency)| Some((name, dependency.get("path")?.as_str()?.to_owned())));
    Ok(paths.collect())
}

/// The crates of the course with these names, and all that they are built on, with the folders in which they lie. Names of
/// other crates are passed over.
pub fn crates(root: &Path, names: Vec<String>) -> Result<BTreeMap<String, String>> {
    let paths = path_dependencies("Cargo.toml", &files::read_text(&root.join("Cargo.toml"))?)?;
    let mut crates = BTreeMap::new();
    let mut open = names;
    while let Some(name) = open.pop() {
        let Some(path) = paths.get(&name).filter(|_| !crates.contains_key(&name)) else { continue };
        open.extend(Reference::read(root, path)?.dependencies(false));
        crates.insert(name, path.clone());
    }
    Ok(crates)
}

#[derive(Deserialize)]
struct Root {
    workspace: Workspace,
}

#[derive(Deserialize)]
struct Workspace {
    #[serde(default)]
    dependencies: BTreeMap<String, toml::Value>,
}

/// The name of the dependency that a line of its table begins with.
fn dependency(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let name = key.trim().split('.').next()?;
    (!name.is_empty() && !name.starts_with('#')).then_some(name)
}

/// Whether a word stands somewhere in a text.
fn names(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part))
}

/// The value of `key = "value"`.
fn string_value(line: &str, key: &str) -> Option<String> {
    let (found, value) = line.split_once('=')?;
    let value = value.trim().strip_prefix('"')?.strip_suffix('"')?;
    (found.trim() == key).then(|| value.to_owned())
}

fn text(tables: &[Table]) -> String {
    let mut text = String::new();
    for table in tables {
        for line in std::iter::once(&table.header).filter(|header| !header.is_empty()).chain(&table.lines) {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = r#"[package]
name = "two-way"
description = "Lesson 04: a reply"
version.workspace = true

[[bin]]
name = "two-way-server"
path = "src/server.rs"
test = false

# The other side.
[[bin]]
name = "two-way-client"
path = "src/client.rs"
test = false

[[test]]
name = "grade"
path = "../../tests/04_two_way.rs"
harness = false

[dependencies]
cli.workspace = true
echo = { path = "../03-echo" }

[dev-dependencies]
harness.workspace = true

[lints]
workspace = true
"#;

    fn reference() -> Reference {
        Reference::parse("Cargo.toml", MANIFEST).unwrap()
    }

    #[test]
    fn a_starter_differs_in_its_names_only() {
        let starter = reference().starter("lesson-04", "04", "04-two-way", false);
        let expected = MANIFEST
            .replace("name = \"two-way", "name = \"lesson-04")
            .replace("Lesson 04: a reply", "Your room for lesson 04: a reply");
        let comment = "# Derived from crates/04-two-way/Cargo.toml by `cargo course starters`.\n\n";
        assert_eq!(starter, format!("{comment}{expected}"));
    }

    #[test]
    fn a_starter_has_neither_the_reference_s_own_tests_nor_their_feature() {
        let own = "[[test]]\nname = \"long\"\nrequired-features = [\"own-tests\"]\n\n";
        let feature = "# Said of it.\nown-tests = []\n";
        let starter = |features: &str| {
            let manifest = MANIFEST.replace("[dependencies]", &format!("{own}[features]\n{features}\n[dependencies]"));
            Reference::parse("Cargo.toml", &manifest).unwrap().starter("lesson-04", "04", "04-two-way", false)
        };
        let plain = reference().starter("lesson-04", "04", "04-two-way", false);
        assert_eq!(starter(feature), plain);
        let other = "default = []\n";
        let expected = plain.replace("[dependencies]", &format!("[features]\n{other}\n[dependencies]"));
        assert_eq!(starter(&format!("{other}{feature}")), expected);
    }

    #[test]
    fn a_library_keeps_the_name_that_its_programs_use() {
        let starter = reference().starter("lesson-04", "04", "04-two-way", true);
        let flags = "test = false\ndoctest = false\ndoc = false\n";
        assert!(starter.contains(&format!("\n\n[lib]\nname = \"two_way\"\n{flags}\n[[bin]]\n")), "{starter}");
        let named = MANIFEST.replace("[dependencies]", "[lib]\ndoctest = false\n\n[dependencies]");
        let starter = Reference::parse("Cargo.toml", &named).unwrap().starter("lesson-04", "04", "04-two-way", true);
        assert!(starter.contains(&format!("[lib]\nname = \"two_way\"\n{flags}\n[dependencies]")), "{starter}");
    }

    #[test]
    fn a_variant_has_the_wanted_programs_and_no_tests() {
        let keep = |program: &Program| program.path == "src/client.rs";
        let variant = reference().variant("v04-wrong-x", false, keep, |path| format!("/c/{path}"));
        assert!(variant.contains("name = \"v04-wrong-x-client\""), "{variant}");
        assert!(!variant.contains("-server"), "{variant}");
        assert!(!variant.contains("harness") && !variant.contains("grade"), "{variant}");
        assert!(variant.contains("echo = { path = \"/c/../03-echo\" }"), "{variant}");
        assert!(variant.contains("[lints]\nworkspace = true"), "{variant}");
    }

    #[test]
    fn a_room_is_graded_with_its_features_and_without_what_lies_about() {
        let manifest = MANIFEST
            .replace("version.workspace = true\n", "version.workspace = true\nautobins = false\n")
            .replace("test = false\n", "test = false\nrequired-features = [\"programs\"]\n")
            .replace(
                "[dependencies]",
                "[features]\ndefault = [\"programs\"]\nprograms = [\"dep:cli\"]\n\n[dependencies]",
            )
            .replace("cli.workspace = true", "cli = { workspace = true, optional = true }")
            .replace("src/", "src/bin/");
        let reference = Reference::parse("Cargo.toml", &manifest).unwrap();
        let graded = reference.graded("room-04-0000", true, None);
        let parsed: toml::Table = toml::from_str(&graded).unwrap_or_else(|error| panic!("{error}\n{graded}"));
        for key in FIXED {
            assert_eq!(parsed["package"][key].as_bool(), Some(false), "{graded}");
        }
        assert_eq!(parsed["bin"].as_array().map(Vec::len), Some(2), "{graded}");
        assert!(graded.contains("programs = [\"dep:cli\"]"), "{graded}");
        // The library alone has no programs, wherever they lie.
        let library = reference.library();
        assert!(library.contains("autobins = false") && !library.contains("[[bin]]"), "{library}");
        assert_eq!(reference.dependencies(false), ["cli", "echo"]);
    }

    #[test]
    fn the_tests_alone_have_the_main_function_and_the_dependencies_of_the_reference() {
        let tests = reference().tests("grade-04", "../tests/04_two_way.rs", "use harness::Lesson;");
        let target = "[[test]]\nname = \"grade\"\npath = \"../tests/04_two_way.rs\"\nharness = false\n";
        assert!(tests.contains(target), "{tests}");
        assert!(tests.contains("harness.workspace = true") && !tests.contains("cli"), "{tests}");
    }

    #[test]
    fn the_proof_has_its_own_members_and_the_profile_of_the_course() {
        let course = "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\ndefault-members = [\n  \"crates/*\",\n]\n\n\
                      [workspace.dependencies]\ncli = { path = \"crates/cli\" }\n\n[profile.dev]\ndebug = 0\n";
        let proof = proof_workspace(course, &["a".to_owned()], |path| format!("/c/{path}"));
        assert_eq!(
            proof,
            "[workspace]\nresolver = \"3\"\nmembers = [\n    \"a\",\n]\n\n\
             [workspace.dependencies]\ncli = { path = \"/c/crates/cli\" }\n\n[profile.dev]\ndebug = 0\n"
        );
    }

    #[test]
    fn a_manifest_that_is_not_one_names_its_line() {
        let error = Reference::parse("crates/x/Cargo.toml", "[package]\nname = 1\n").unwrap_err().to_string();
        assert!(error.starts_with("crates/x/Cargo.toml:2: "), "{error}");
    }
}
