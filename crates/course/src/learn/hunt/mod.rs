//! Programs with one fault each, which octets expose: `cargo course hunt`.
//!
//! The faults are wrong solutions of the bank, chosen in `tests/hunts/`. Fault and reference get the same octets, and what
//! a client could see of them is compared; where the lesson is about a client, what a server could see and what the client
//! printed. What is never the same twice is left out of the comparison, by `normal`.

mod data;
mod ear;
mod live;
mod normal;
mod play;
mod program;
mod proof;
mod score;
mod script;
mod seen;
mod tell;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::cargo;
use crate::error::{Error, Result};
use crate::learn::hunt::play::{Exposed, Outcome};
use crate::learn::hunt::program::Program;
use crate::learn::hunt::score::Score;
use crate::learn::hunt::script::{LONGEST, Script};
use crate::lessons::{self, Lesson, Role};
use crate::output::show;
use crate::prove::variants::{Expected, Variant, of_bank};
use crate::prove::workspace::{NotBuilt, Plan, Workspace};
use crate::rooms::starters::Step;

pub use data::{Hunt, file, hunts, problems};
pub use proof::prove;

/// The commands of a hunt
#[derive(clap::Args)]
pub struct Args {
    /// The lesson: 03 to 15; unless given, how far you are in each
    #[arg(value_name = "NN")]
    lesson: Option<String>,
    /// The number of the hunt; the next one that is not found yet unless given
    number: Option<usize>,
    /// Show the hunts of the lesson, and which are found
    #[arg(long, requires = "lesson", conflicts_with_all = ["number", "send", "server", "show"])]
    list: bool,
    /// Send the octets of a file; - is standard input
    ///
    /// Octets that cannot be typed are written \r \n \t \0 \\ \xHH. The line ends of the file mean nothing, and a line that
    /// begins with # is a comment. \pause waits until nothing more comes, \close closes the writing side, \connect opens a
    /// further connection. Where a client is hunted, the file is what a server sends when it has been asked: what follows
    /// \await is sent when the client asks again, and \port is the number of the port.
    #[arg(long, value_name = "FILE", requires = "lesson")]
    send: Option<PathBuf>,
    /// Where a client is hunted: where your own server listens [default: 127.0.0.1:12345]
    #[arg(long, value_name = "HOST:PORT", requires = "lesson", conflicts_with = "send")]
    server: Option<String>,
    /// Give up: show octets that expose the fault, and the rule
    #[arg(long, requires = "number", conflicts_with_all = ["send", "server"])]
    show: bool,
}

/// A hunt with what belongs to it.
struct Wanted<'a> {
    root: &'a Path,
    lesson: &'a Lesson,
    /// Counted from one.
    number: usize,
    hunt: &'a Hunt,
}

/// Goes on a hunt, and says whether it was successful.
pub fn hunt(root: &Path, args: &Args) -> Result<bool> {
    let mut score = Score::read(root);
    let Some(wanted) = &args.lesson else {
        let all = lessons::lessons(root)?.into_iter().map(|lesson| Ok((lesson.clone(), hunts(&lesson)?)));
        let all = all.filter(|found: &Result<_>| found.as_ref().map_or(true, |(_, hunts)| !hunts.is_empty()));
        show(&tell::overview(&all.collect::<Result<Vec<_>>>()?, &score))?;
        return Ok(true);
    };
    let lesson = lessons::select(lessons::lessons(root)?, std::slice::from_ref(wanted))?.into_iter().next();
    let lesson = lesson.ok_or_else(|| Error::Other(format!("no lesson `{wanted}`")))?;
    let hunts = hunts(&lesson)?;
    if hunts.is_empty() {
        let problem = format!("lesson {} has no hunts; `cargo course hunt` shows which have some", lesson.number);
        return Err(Error::Other(problem));
    }
    if args.list {
        show(&tell::list(&lesson, &hunts, &score))?;
        return Ok(true);
    }
    let Some(number) = number(&lesson, &hunts, args.number, &score)? else {
        show(&tell::all_found(&lesson, hunts.len()))?;
        return Ok(true);
    };
    let wanted = Wanted { root, lesson: &lesson, number, hunt: &hunts[number - 1] };
    if args.show {
        show(&tell::solution(wanted.hunt))?;
        return Ok(true);
    }
    if args.server.is_some() && wanted.hunt.side == Role::Server {
        let problem = "here the program with the fault is the server; --server is for hunts of a client";
        return Err(Error::Other(problem.to_owned()));
    }
    let script = args.send.as_deref().map(read).transpose()?;
    if let Some(word) = script.as_ref().and_then(|script| script.foreign_word(wanted.hunt.side)) {
        let role = wanted.hunt.side.name();
        return Err(Error::Other(format!(
            "`\\{word}` means nothing here, where the program with the fault is the {role}"
        )));
    }
    if script.is_none() {
        show(&tell::opening(&lesson, number, hunts.len(), wanted.hunt))?;
    }
    let (reference, fault) = wanted.build()?;
    let (outcome, sent) = match (&script, wanted.hunt.side) {
        (Some(script), _) => (play::compare(wanted.hunt, script, &reference, &fault)?, script.length()),
        (None, Role::Server) => {
            let (exposed, sent) = live::listen(wanted.hunt, &reference, &fault)?;
            (Outcome::Different(Box::new(exposed)), sent)
        }
        (None, Role::Client) => {
            let server = args.server.as_deref().unwrap_or(cli::DEFAULT_ADDR);
            // What would make the programs wait in vain is said before they are started.
            live::connect(server)?;
            live::set_on(wanted.hunt, server, &reference, &fault)?
        }
    };
    match outcome {
        Outcome::Same(seen) => {
            show(&tell::same(wanted.hunt, sent, script.as_ref(), &seen))?;
            Ok(false)
        }
        Outcome::Different(exposed) => {
            wanted.found(&exposed, sent, &mut score)?;
            Ok(true)
        }
    }
}

/// The number of the hunt that is meant; none where all are found.
fn number(lesson: &Lesson, hunts: &[Hunt], wanted: Option<usize>, score: &Score) -> Result<Option<usize>> {
    match wanted {
        None => Ok(hunts.iter().position(|hunt| score.of(&hunt.id).is_none()).map(|index| index + 1)),
        Some(number) if (1..=hunts.len()).contains(&number) => Ok(Some(number)),
        Some(number) => {
            let problem = format!("lesson {} has no hunt {number}; it has 1 to {}", lesson.number, hunts.len());
            Err(Error::Other(problem))
        }
    }
}

/// Reads a script from a file, or from standard input.
fn read(path: &Path) -> Result<Script> {
    let mut text = Vec::new();
    let limit = LONGEST as u64 + 1;
    let name = path.display().to_string();
    if name == "-" {
        io::stdin().lock().take(limit).read_to_end(&mut text).map_err(Error::io("read", path))?;
    } else {
        let file = File::open(path).map_err(Error::io("read", path))?;
        file.take(limit).read_to_end(&mut text).map_err(Error::io("read", path))?;
    }
    Script::parse(&name, &text)
}

impl Wanted<'_> {
    /// Builds the reference and the program with the fault.
    fn build(&self) -> Result<(Program, Program)> {
        let step = Step::read(self.lesson)?;
        let mut fault = of_bank(self.lesson, &step, "wrong", &format!("{}.rs", self.hunt.fault));
        // Nobody reads the name of the fault in a list of processes.
        fault.label = format!("hunt/{}", self.number);
        let (label, sources) = ("hunt/reference".to_owned(), step.with(&[]));
        let reference = Variant { label, sources, expected: Expected::AllBut([].into()), deny_warnings: false };
        let folder = self.root.join("target/course/hunt").join(self.lesson.folder());
        let workspace = Workspace { root: self.root, target: self.root.join("target"), folder, config: &[] };
        cli::note("building two programs");
        let programs =
            cargo::build(self.root, &["build", "--bins", "--package", &self.lesson.name].map(str::to_owned))?;
        let exercise = self.lesson.exercise()?;
        let plans = [Plan { lesson: self.lesson.clone(), step, exercise, variants: vec![fault, reference] }];
        let built = workspace.build(&plans)?;
        let [Plan { step, variants, .. }] = &plans;
        let run = workspace.folder.join("run");
        let mut found =
            variants.iter().map(|variant| match workspace.programs(self.lesson, step, variant, &programs, &built)? {
                Ok(prefix) => Ok(Program::new(self.hunt, &prefix, &run.join(&variant.label))),
                Err(NotBuilt { found, more }) => Err(Error::Other(format!("{found}: {}", more.join("\n")))),
            });
        match (found.next(), found.next()) {
            (Some(fault), Some(reference)) => Ok((reference?, fault?)),
            _ => Err(Error::Other("nothing was built".to_owned())),
        }
    }

    fn found(&self, exposed: &Exposed, sent: usize, score: &mut Score) -> Result<()> {
        show(&tell::found(self.lesson, self.number, self.hunt, exposed, sent))?;
        score.note(&self.hunt.id, sent)?;
        show(&tell::next(self.lesson, &hunts(self.lesson)?, score))
    }
}
