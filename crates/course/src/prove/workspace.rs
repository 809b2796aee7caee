//! A workspace that is made for versions of a lesson's programs, and built beside the course: for the proof, and for hunts.

use std::collections::BTreeSet;
use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};

use crate::cargo::{self, Build};
use crate::error::Result;
use crate::files;
use crate::lessons::Lesson;
use crate::prove::variants::Variant;
use crate::rooms::depth::Depth;
use crate::rooms::exercise::Exercise;
use crate::rooms::given;
use crate::rooms::manifest;
use crate::rooms::starters::{self, Step};

/// A lesson, and the versions of its programs that are built.
pub struct Plan {
    /// The lesson.
    pub lesson: Lesson,
    /// Its reference.
    pub step: Step,
    /// What a learner writes in it, and what is given.
    pub exercise: Exercise,
    /// The versions.
    pub variants: Vec<Variant>,
}

/// Why there are no programs of a variant: in a few words, and with what the compiler said.
pub struct NotBuilt {
    /// A few words.
    pub found: String,
    /// More lines.
    pub more: Vec<String>,
}

impl NotBuilt {
    fn new(found: &str, more: String) -> Self {
        Self { found: found.to_owned(), more: vec![more] }
    }
}

/// The workspace of the variants.
pub struct Workspace<'a> {
    /// The course.
    pub root: &'a Path,
    /// Where the workspace lies.
    pub folder: PathBuf,
    /// Where cargo puts what it builds.
    pub target: PathBuf,
    /// What cargo is told about the profile, such as `profile.dev.debug=false`.
    pub config: &'a [&'a str],
}

impl Workspace<'_> {
    /// Writes the workspace and builds every program in it that differs from the reference's.
    pub fn build(&self, plans: &[Plan]) -> Result<Build> {
        let mut members = BTreeSet::new();
        for plan in plans {
            given::put(&self.folder, &plan.lesson, &given::files(&plan.step, &plan.exercise, Depth::Guided)?)?;
            for variant in &plan.variants {
                if let Ok(sources) = &variant.sources
                    && !changed(&plan.step, sources)?.is_empty()
                {
                    self.write_package(plan, variant, sources)?;
                    members.insert(format!("packages/{}", package(&plan.lesson, variant)));
                }
            }
        }
        for old in files::names(&self.folder.join("packages"))? {
            if !members.contains(&format!("packages/{old}")) {
                files::remove_folder(&self.folder.join("packages").join(old))?;
            }
        }
        if members.is_empty() {
            return Ok(Build::default());
        }
        let course = files::read_text(&self.root.join("Cargo.toml"))?;
        let members: Vec<String> = members.into_iter().collect();
        let manifest = manifest::proof_workspace(&course, &members, |path| absolute(self.root, path));
        files::write(&self.folder.join("Cargo.toml"), manifest.as_bytes())?;
        let lock = files::read_text(&self.root.join("Cargo.lock"))?;
        files::write(&self.folder.join("Cargo.lock"), lock.as_bytes())?;
        let target = self.target.display().to_string();
        let config = self.config.iter().flat_map(|setting| ["--config", setting]);
        let args = ["build", "--workspace", "--bins", "--keep-going", "--offline", "--target-dir", &target];
        cargo::build(&self.folder, &args.into_iter().chain(config).map(str::to_owned).collect::<Vec<_>>())
    }

    fn package_folder(&self, lesson: &Lesson, variant: &Variant) -> PathBuf {
        self.folder.join("packages").join(package(lesson, variant))
    }

    fn write_package(&self, plan: &Plan, variant: &Variant, sources: &files::Tree) -> Result<()> {
        let folder = self.package_folder(&plan.lesson, variant);
        let changed = changed(&plan.step, sources)?;
        let reference = plan.lesson.path(&plan.lesson.reference());
        let manifest = plan.step.manifest.variant(
            &package(&plan.lesson, variant),
            plan.step.has_library(),
            |program| changed.contains(&program.name),
            |path| absolute(&reference, path),
        );
        let mut tree = sources.clone();
        tree.insert("Cargo.toml".to_owned(), manifest.into_bytes());
        files::write_tree(&folder, &tree)
    }

    /// Collects the programs of a variant under a common prefix, from what this very build reports: a program of an
    /// earlier build is never taken. What the variant does not change is the reference's.
    ///
    /// What keeps them from being there is no error, but the inner one.
    pub fn programs(
        &self,
        lesson: &Lesson,
        step: &Step,
        variant: &Variant,
        reference: &Build,
        built: &Build,
    ) -> Result<std::result::Result<PathBuf, NotBuilt>> {
        let sources = match &variant.sources {
            Ok(sources) => sources,
            Err(error) => return Ok(Err(NotBuilt::new("cannot be read", error.to_string()))),
        };
        let folder = self.package_folder(lesson, variant);
        let mut said = built.about(&folder).filter(|said| said.is_error || variant.deny_warnings);
        if let Some(said) = said.next() {
            let found = if said.is_error { "does not compile" } else { "compiles with warnings" };
            return Ok(Err(NotBuilt::new(found, said.text.trim_end().to_owned())));
        }
        let prefix = self.folder.join("programs").join(lesson.folder()).join(&variant.label);
        let changed = changed(step, sources)?;
        for program in &step.manifest.programs {
            let found = if changed.contains(&program.name) {
                let name = step.manifest.program_name(program, &package(lesson, variant));
                built.executable(&folder, &name, false)
            } else {
                reference.executable(&lesson.path(&lesson.reference()), &program.name, false)
            };
            let Some(found) = found else {
                let problem = format!("cargo built no {}; does something that it needs not compile?", program.name);
                return Ok(Err(NotBuilt::new("does not compile", problem)));
            };
            let label = variant.label.rsplit('/').next().unwrap_or_default();
            let name = format!("{}{EXE_SUFFIX}", step.manifest.program_name(program, label));
            files::place(found, &prefix.with_file_name(name))?;
        }
        Ok(Ok(prefix))
    }
}

/// The package of a variant in its workspace.
fn package(lesson: &Lesson, variant: &Variant) -> String {
    format!("v{}-{}", lesson.number, variant.label.replace('/', "-"))
}

/// The programs that a variant changes: those whose own files differ, and when a file of the library does, those that use
/// the library.
fn changed(step: &Step, sources: &files::Tree) -> Result<BTreeSet<String>> {
    let reference = step.with(&[])?;
    let names = reference.keys().chain(sources.keys());
    let differ: BTreeSet<&String> = names.filter(|name| reference.get(*name) != sources.get(*name)).collect();
    let text = |name: &str| sources.get(name).map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
    let programs = &step.manifest.programs;
    let is_own = |at: usize, name: &str| starters::owns(&programs[at].path, &text(&programs[at].path), name);
    let in_library = differ.iter().any(|name| !(0..programs.len()).any(|at| is_own(at, name)));
    let library = format!("{}::", step.manifest.package().replace('-', "_"));
    let uses_library = |at: usize| {
        let mut own = sources.keys().filter(|name| is_own(at, name));
        !step.has_library() || own.any(|name| text(name).contains(&library))
    };
    let is_changed = |at: usize| differ.iter().any(|name| is_own(at, name)) || (in_library && uses_library(at));
    Ok((0..programs.len()).filter(|at| is_changed(*at)).map(|at| programs[at].name.clone()).collect())
}

/// A path for a manifest, with `/` on every system.
pub fn absolute(folder: &Path, path: &str) -> String {
    folder.join(path).display().to_string().replace('\\', "/")
}
