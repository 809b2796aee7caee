//! The workspace in which the layers stand on one another, and what its programs are judged by.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};

use crate::cargo::{self, Build};
use crate::desk;
use crate::error::{Error, Result};
use crate::files::{self, Tree};
use crate::given;
use crate::grade::{self, Grade, Run};
use crate::manifest;
use crate::stack::layers::{self, Layer};

/// The workspace.
pub struct Workspace<'a> {
    root: &'a Path,
    folder: PathBuf,
    layers: &'a [Layer],
    graded: OnceCell<Build>,
}

impl<'a> Workspace<'a> {
    /// The workspace of these layers in a folder, not written yet.
    pub fn new(root: &'a Path, folder: &Path, layers: &'a [Layer]) -> Self {
        Self { root, folder: folder.to_owned(), layers, graded: OnceCell::new() }
    }

    /// Writes and builds all layers: the learner's where their numbers are `taken`.
    pub fn build(&self, taken: &BTreeSet<String>) -> Result<Build> {
        let mut members = Vec::new();
        for layer in self.layers {
            let member = format!("layers/{}", layer.lesson.folder());
            let mut tree = layers::sources(layer, taken.contains(&layer.lesson.number))?;
            let reference = layer.lesson.path(&layer.lesson.reference());
            let path = |path: &str| absolute(&reference, path);
            let manifest = layer.step.manifest.variant(&layer.lesson.name, layer.is_base, |_| true, path);
            tree.insert("Cargo.toml".to_owned(), manifest.into_bytes());
            put(&self.folder.join(&member), &tree)?;
            given::put(&self.folder, &given::files(&layer.lesson, &layer.step, &layer.exercise)?)?;
            members.push(member);
        }
        let course = files::read_text(&self.root.join("Cargo.toml"))?;
        let of_layer = |path: &str| {
            let layer = self.layers.iter().find(|layer| layer.lesson.reference() == path);
            layer.map(|layer| format!("layers/{}", layer.lesson.folder()))
        };
        let path = |path: &str| of_layer(path).unwrap_or_else(|| absolute(self.root, path));
        let mut workspace = Tree::new();
        let manifest = manifest::proof_workspace(&course, &members, path);
        workspace.insert("Cargo.toml".to_owned(), manifest.into_bytes());
        if let Ok(lock) = files::read(&self.root.join("Cargo.lock")) {
            workspace.insert("Cargo.lock".to_owned(), lock);
        }
        for (name, bytes) in &workspace {
            write_changed(&self.folder.join(name), bytes)?;
        }
        let target = self.target().display().to_string();
        let args = ["build", "--workspace", "--bins", "--keep-going", "--offline", "--target-dir", &target];
        cargo::build(&self.folder, &args.map(str::to_owned))
    }

    /// A program of a layer that was built.
    pub fn program(&self, built: &Build, layer: &Layer, role: &str) -> Result<PathBuf> {
        let wanted = format!("{}-{role}", layer.lesson.name);
        let found = built.executable(&self.member(layer), &wanted, false).map(Path::to_owned);
        found.ok_or_else(|| Error::Other(format!("lesson {} has no {role}", layer.lesson.number)))
    }

    /// Why these layers cannot be taken together, in a sentence; nothing when all that stands on the lowest one, itself among
    /// them, compiles and passes its tests.
    pub fn obstacle(&self, taken: &BTreeSet<String>, lowest: &Layer) -> Result<Option<String>> {
        cli::note(format_args!("building {} and what stands on it", list(taken)));
        let built = self.build(taken)?;
        for layer in self.layers {
            if !layer.stands_on(self.root, lowest)? {
                continue;
            }
            let is_taken = taken.contains(&layer.lesson.number);
            let whose =
                if is_taken { "yours".to_owned() } else { format!("{}, which stands on it,", layer.lesson.name) };
            if let Some(said) = built.about(&self.member(layer)).find(|said| said.is_error) {
                return Ok(Some(format!("{whose} does not compile: {}", brief(&said.text))));
            }
            if let Some(file) = self.foreign(&built, layer)? {
                let problem = "only the files of the room itself count";
                return Ok(Some(format!("{whose} includes {}: {problem}", file.display())));
            }
            cli::note(format_args!("running the tests of {} {}", layer.lesson.number, layer.lesson.name));
            let failed = self.failed(&built, layer)?;
            if let Some(first) = failed.first() {
                let others = match failed.len() - 1 {
                    0 => String::new(),
                    others => format!(" and {others} more"),
                };
                return Ok(Some(format!("{whose} fails {first}{others}")));
            }
        }
        Ok(None)
    }

    /// The graded tests that a layer's programs fail.
    fn failed(&self, built: &Build, layer: &Layer) -> Result<Vec<String>> {
        let lesson = &layer.lesson;
        let reference = lesson.path(&lesson.reference());
        let graded = self.graded()?;
        let Some(tests) = graded.executable(&reference, "grade", true) else {
            return Err(Error::Other(format!("the graded tests of lesson {} do not compile", lesson.number)));
        };
        let folder = self.folder.join("programs").join(lesson.folder());
        files::remove_folder(&folder)?;
        for program in &layer.step.manifest.programs {
            let Some(found) = built.executable(&self.member(layer), &program.name, false) else {
                return Ok(vec![format!("to be built: cargo made no {}", program.name)]);
            };
            files::place(found, &folder.join(format!("{}{EXE_SUFFIX}", program.name)))?;
        }
        let run = Run {
            executable: tests.to_owned(),
            folder: reference,
            package: lesson.name.clone(),
            programs: Some(folder.join(&lesson.name)),
            output: self.folder.join("output").join(lesson.folder()),
        };
        let grade = run.grade()?;
        if grade.failed.is_empty() {
            return Ok(Vec::new());
        }
        // Whatever else the machine did may have made it late.
        let again: Grade = run.grade()?;
        Ok(grade.failed.into_iter().filter(|name| again.failed.contains(name)).collect())
    }

    /// The graded tests of all layers, compiled for the references.
    fn graded(&self) -> Result<&Build> {
        if let Some(build) = self.graded.get() {
            return Ok(build);
        }
        cli::note("building the graded tests");
        let build = grade::compile(self.root, self.layers.iter().map(|layer| layer.lesson.name.as_str()))?;
        Ok(self.graded.get_or_init(|| build))
    }

    /// A source of a layer's programs that lies neither in the workspace nor in one of the course's tools, as cargo wrote it
    /// down.
    fn foreign(&self, built: &Build, layer: &Layer) -> Result<Option<PathBuf>> {
        let tools = self.tools()?;
        let mut folders: Vec<&Path> = tools.iter().map(PathBuf::as_path).collect();
        folders.push(&self.folder);
        for program in &layer.step.manifest.programs {
            let Some(found) = built.executable(&self.member(layer), &program.name, false) else { continue };
            let list = desk::dep_info(found);
            let text = fs::read_to_string(&list).map_err(Error::io("read", &list))?;
            let foreign = desk::sources_in(&text).into_iter().find(|file| !layers::lies_in(file, &folders));
            if foreign.is_some() {
                return Ok(foreign);
            }
        }
        Ok(None)
    }

    /// The folders of the course's crates that are no lessons.
    fn tools(&self) -> Result<Vec<PathBuf>> {
        let names = files::names(&self.root.join("crates"))?.into_iter();
        let is_tool = |name: &String| !name.starts_with(|c: char| c.is_ascii_digit());
        Ok(names.filter(is_tool).map(|name| self.root.join("crates").join(name)).collect())
    }

    fn member(&self, layer: &Layer) -> PathBuf {
        self.folder.join("layers").join(layer.lesson.folder())
    }

    fn target(&self) -> PathBuf {
        self.folder.join("target")
    }
}

/// Makes a folder hold exactly these files. What is there and the same keeps its time, so that cargo builds nothing again.
fn put(folder: &Path, tree: &Tree) -> Result<()> {
    for name in files::read_tree(folder)?.keys().filter(|name| !tree.contains_key(*name)) {
        files::remove(&folder.join(name))?;
    }
    tree.iter().try_for_each(|(name, bytes)| write_changed(&folder.join(name), bytes))
}

fn write_changed(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|here| here == bytes) { Ok(()) } else { files::write(path, bytes) }
}

/// A path for a manifest, with `/` on every system.
fn absolute(folder: &Path, path: &str) -> String {
    folder.join(path).display().to_string().replace('\\', "/")
}

/// `your 08 and 10`
fn list(taken: &BTreeSet<String>) -> String {
    let numbers: Vec<&str> = taken.iter().map(String::as_str).collect();
    match numbers.split_last() {
        Some((last, [])) => format!("your layer {last}"),
        Some((last, others)) => format!("your layers {} and {last}", others.join(", ")),
        None => "the course's layers".to_owned(),
    }
}

/// The first line of what the compiler says, and the place.
fn brief(said: &str) -> String {
    let mut lines = said.lines().map(str::trim);
    let first = lines.next().unwrap_or_default();
    let place = lines.find_map(|line| line.strip_prefix("--> "));
    place.map_or_else(|| first.to_owned(), |place| format!("{first}\n{place}"))
}
