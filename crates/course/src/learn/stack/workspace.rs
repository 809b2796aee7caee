//! The workspace in which the layers stand on one another, and what its programs are judged by.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::env::consts::EXE_SUFFIX;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::cargo::{self, Build};
use crate::error::{Error, Result};
use crate::files::{self, Tree};
use crate::grade::desk;
use crate::grade::libtest::{self, Run};
use crate::learn::stack::layers::{self, Layer};
use crate::program::Profile;
use crate::prove::workspace::absolute;
use crate::rooms::depth::Depth;
use crate::rooms::given;
use crate::rooms::manifest;

/// Where it is written what the graded tests say, below the folder of the stack.
const OUTPUT: &str = "output";

/// The workspace. Only one process at a time works in it.
pub struct Workspace<'a> {
    root: &'a Path,
    folder: PathBuf,
    layers: &'a [Layer],
    graded: OnceCell<Build>,
    _lock: File,
}

/// Why layers cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// The lesson of the layer that shows it.
    pub number: String,
    /// A sentence, without a full stop.
    pub why: String,
}

impl<'a> Workspace<'a> {
    /// The workspace of these layers in a folder, not written yet; waits while somebody else works in it.
    pub fn open(root: &'a Path, folder: &Path, layers: &'a [Layer]) -> Result<Self> {
        fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
        let path = folder.join("lock");
        let lock = File::create(&path).map_err(Error::io("write", &path))?;
        if lock.try_lock().is_err() {
            cli::note("waiting for another `cargo course` that works on your layers");
            lock.lock().map_err(Error::io("lock", &path))?;
        }
        Ok(Self { root, folder: folder.to_owned(), layers, graded: OnceCell::new(), _lock: lock })
    }

    /// Writes and builds all layers: the learner's where their numbers are `taken`.
    pub fn build(&self, taken: &BTreeSet<String>) -> Result<Build> {
        self.build_only(taken, &["--workspace", "--bins"])
    }

    /// Writes all layers, and builds what these arguments of cargo name.
    fn build_only(&self, taken: &BTreeSet<String>, what: &[&str]) -> Result<Build> {
        let mut members = Vec::new();
        for layer in self.layers {
            let member = format!("layers/{}", layer.lesson.folder());
            let mut tree = layers::sources(layer, taken.contains(&layer.lesson.number))?;
            // As rooms are built for their grades: nothing is found by its place in the folder.
            let name = layer.lesson.package().replace('-', "_");
            let own_library = (tree.contains_key("src/lib.rs") && !layer.is_base).then_some(name.as_str());
            let manifest = layer.step.manifest.graded(&layer.lesson.name, layer.is_base, own_library);
            tree.insert("Cargo.toml".to_owned(), manifest.into_bytes());
            files::write_tree(&self.folder.join(&member), &tree)?;
            given::put(&self.folder, &layer.lesson, &given::files(&layer.step, &layer.exercise, Depth::Guided)?)?;
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
            files::write(&self.folder.join(name), bytes)?;
        }
        let target = self.target().display().to_string();
        let args = ["build", "--keep-going", "--offline", "--target-dir", &target];
        let args: Vec<String> = args.iter().chain(what).map(|&word| word.to_owned()).collect();
        cargo::build(&self.folder, &args)
    }

    /// A program of a layer, built with all that it stands on.
    pub fn program(&self, taken: &BTreeSet<String>, layer: &Layer, role: &str, profile: Profile) -> Result<PathBuf> {
        let wanted = format!("{}-{role}", layer.lesson.name);
        let what = ["--package", &layer.lesson.name, "--bin", &wanted];
        let built = self.build_only(taken, &[&what, profile.arguments()].concat())?;
        let found = built.executable(&self.member(layer), &wanted, false).map(Path::to_owned);
        found.ok_or_else(|| Error::Other(format!("lesson {} has no {role}", layer.lesson.number)))
    }

    /// What is in the way of taking these layers together; nothing when all that stands on one of the layers `anew`,
    /// themselves among them, compiles and passes its tests.
    pub fn obstacle(&self, taken: &BTreeSet<String>, anew: &[String]) -> Result<Option<Obstacle>> {
        let them = if taken.len() == 1 { "it" } else { "them" };
        cli::note(format_args!("building {} and what stands on {them}", list(taken)));
        let built = self.build(taken)?;
        for layer in self.layers {
            if self.stands_on_any(layer, anew)?
                && let Some(why) = self.why_not(&built, layer, taken)?
            {
                return Ok(Some(Obstacle { number: layer.lesson.number.clone(), why }));
            }
        }
        Ok(None)
    }

    fn stands_on_any(&self, layer: &Layer, numbers: &[String]) -> Result<bool> {
        for below in self.layers.iter().filter(|below| numbers.contains(&below.lesson.number)) {
            if layer.stands_on(self.root, below)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Why one of the layers does not hold.
    fn why_not(&self, built: &Build, layer: &Layer, taken: &BTreeSet<String>) -> Result<Option<String>> {
        let whose = if taken.contains(&layer.lesson.number) {
            "yours".to_owned()
        } else {
            format!("{} {}, which stands on it,", layer.lesson.number, layer.lesson.name)
        };
        if let Some(said) = built.about(&self.member(layer)).find(|said| said.is_error) {
            return Ok(Some(format!("{whose} does not compile: {}", self.brief(&said.text, taken))));
        }
        if let Some(file) = self.foreign(built, layer)? {
            let problem = "only the files of the room itself count";
            return Ok(Some(format!("{whose} includes {}: {problem}", file.display())));
        }
        cli::note(format_args!("running the tests of {} {}", layer.lesson.number, layer.lesson.name));
        let failed = match self.failed(built, layer, taken)? {
            Ok(failed) => failed,
            Err(problem) => return Ok(Some(format!("{whose} did not come to the end of its tests: {problem}"))),
        };
        let Some(first) = failed.first() else { return Ok(None) };
        let others = match failed.len() - 1 {
            0 => String::new(),
            others => format!(" and {others} more"),
        };
        let output = self.output(layer, taken).with_added_extension("txt");
        let output = output.strip_prefix(self.root).unwrap_or(&output).display();
        Ok(Some(format!("{whose} fails {first}{others}\nwhat the tests said: {output}")))
    }

    /// Takes away what the graded tests said of other layers.
    pub fn forget_outputs(&self) -> Result<()> {
        files::remove_folder(&self.folder.join(OUTPUT))
    }

    /// Where it is written what the graded tests say of a layer: what they say with others of the learner's layers does not
    /// take its place.
    fn output(&self, layer: &Layer, taken: &BTreeSet<String>) -> PathBuf {
        let taken = taken.iter().map(String::as_str).collect::<Vec<_>>().join("-");
        self.folder.join(OUTPUT).join(format!("{}-with-{taken}", layer.lesson.folder()))
    }

    /// The graded tests that a layer's programs fail, or why that could not be found out.
    fn failed(
        &self,
        built: &Build,
        layer: &Layer,
        taken: &BTreeSet<String>,
    ) -> Result<std::result::Result<Vec<String>, String>> {
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
                return Ok(Err(format!("cargo built no {}", program.name)));
            };
            files::place(found, &folder.join(format!("{}{EXE_SUFFIX}", program.name)))?;
        }
        let run = Run {
            executable: tests.to_owned(),
            folder: reference,
            package: lesson.name.clone(),
            programs: Some(folder.join(&lesson.name)),
            output: self.output(layer, taken),
        };
        let failed = |run: &Run| run.grade().map(|grade| grade.failed).map_err(|error| error.to_string());
        let found = failed(&run);
        if found.as_ref().is_ok_and(Vec::is_empty) {
            return Ok(found);
        }
        // Whatever else the machine did may have made it late.
        Ok(failed(&run))
    }

    /// The graded tests of all layers, compiled for the references.
    fn graded(&self) -> Result<&Build> {
        if let Some(build) = self.graded.get() {
            return Ok(build);
        }
        cli::note("building the graded tests");
        let build = libtest::compile(self.root, self.layers.iter().map(|layer| layer.lesson.name.as_str()))?;
        Ok(self.graded.get_or_init(|| build))
    }

    /// A source of a layer's programs that neither it nor anything that it is built on has, as cargo wrote it down.
    fn foreign(&self, built: &Build, layer: &Layer) -> Result<Option<PathBuf>> {
        let below = manifest::crates(self.root, layer.step.manifest.dependencies(false))?;
        let mut folders = vec![self.member(layer), self.folder.join(layer.lesson.reference())];
        for path in below.values() {
            match self.layers.iter().find(|layer| layer.lesson.reference() == *path) {
                Some(layer) => folders.extend([self.member(layer), self.folder.join(path)]),
                None => folders.push(self.root.join(path)),
            }
        }
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

    /// The first line of what the compiler says, and the places, by the names that the learner knows them by.
    fn brief(&self, said: &str, taken: &BTreeSet<String>) -> String {
        let mut lines = said.lines().map(str::trim);
        let mut brief = lines.next().unwrap_or_default().to_owned();
        // What the compiler writes below the place, and the places of what is meant there.
        if let Some(label) = said.lines().find_map(|line| Some(line.rsplit_once("^ ")?.1.trim())) {
            brief = format!("{brief}: {label}");
        }
        for place in lines.filter_map(|line| line.strip_prefix("--> ").or_else(|| line.strip_prefix("::: "))) {
            let mut place = place.replace('\\', "/");
            for layer in self.layers {
                let lesson = &layer.lesson;
                let known = if taken.contains(&lesson.number) { lesson.room() } else { lesson.reference() };
                place = place.replace(&format!("layers/{}/", lesson.folder()), &format!("{known}/"));
            }
            brief = format!("{brief}\n{place}");
        }
        brief
    }

    fn member(&self, layer: &Layer) -> PathBuf {
        self.folder.join("layers").join(layer.lesson.folder())
    }

    fn target(&self) -> PathBuf {
        self.folder.join("target")
    }
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
