//! One lesson: its programs, and the frame around each of its graded tests.

use std::env::consts::EXE_SUFFIX;
use std::panic;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::crash;
use crate::failure::{Failure, Kind, NO_THREAD, Teach, Verdict, WOULD_BLOCK};
use crate::given::{self, Given};
use crate::life::Role;
use crate::process::Process;
use crate::program::Program;
use crate::room;
use crate::scene::{self, Played};
use crate::time::WHOLE;

/// A lesson as a graded test sees it; made by [`lesson!`](crate::lesson).
#[derive(Debug, Clone, Copy)]
pub struct Lesson {
    package: &'static str,
    folder: &'static str,
    any_octets: bool,
    deadline: Option<Duration>,
    time: (Duration, Option<&'static str>),
}

/// How long programs may take to complain after what the test saw, and how often that is looked at.
const COMPLAINT: Duration = Duration::from_millis(200);
const POLL: Duration = Duration::from_millis(5);

/// The first lesson whose programs promise HTTP.
const FIRST_HTTP: u32 = 8;

impl Lesson {
    /// The lesson whose package and folder these are (`CARGO_PKG_NAME`, `CARGO_MANIFEST_DIR`).
    #[must_use]
    pub const fn new(package: &'static str, folder: &'static str) -> Self {
        Self { package, folder, any_octets: false, deadline: None, time: (WHOLE, None) }
    }

    /// The same lesson, whose programs may send what they like.
    ///
    /// From lesson 08 on the harness otherwise checks every octet that a [`Peer`](crate::Peer) receives, and fails a
    /// check when a program sends what no HTTP program may send, whatever the check itself expects.
    #[must_use]
    pub const fn with_any_octets(self) -> Self {
        Self { any_octets: true, ..self }
    }

    /// The same lesson, whose checks wait so long for anything, instead of [`deadline`](crate::deadline): for a test in
    /// which nothing is to come.
    #[must_use]
    pub const fn with_deadline(self, deadline: Duration) -> Self {
        Self { deadline: Some(deadline), ..self }
    }

    /// The same lesson, each of whose checks may take so long in all, instead of 10 seconds, because of `why`: what it does
    /// that takes the time, as it stands after "for", for example "sixteen megabytes over a slow connection".
    ///
    /// On a machine for which `COURSE_DEADLINE_SECS` asks for longer waits it is longer in the same proportion. The time
    /// does not run while a server starts.
    #[must_use]
    pub const fn with_time(self, time: Duration, why: &'static str) -> Self {
        Self { time: (time, Some(why)), ..self }
    }

    /// The package whose programs are judged.
    pub(crate) fn package(&self) -> &'static str {
        self.package
    }

    /// The folder of that package.
    pub(crate) fn folder(&self) -> &'static str {
        self.folder
    }

    /// Whether it is a learner's room, and not the reference.
    pub(crate) fn is_room(&self) -> bool {
        room::is_room(self.package, self.folder)
    }

    fn speaks_http(&self) -> bool {
        let number = self.chapter().split('-').next().and_then(|number| number.parse::<u32>().ok());
        !self.any_octets && number.is_some_and(|number| number >= FIRST_HTTP)
    }

    /// The lesson's server program, not yet started.
    #[must_use]
    pub fn server(&self) -> Program {
        self.program(Role::Server)
    }

    /// The lesson's client program, not yet started.
    #[must_use]
    pub fn client(&self) -> Program {
        self.program(Role::Client)
    }

    /// The program that is given in its place, or the package's own, which runs from a copy, with nothing beside it.
    fn program(&self, role: Role) -> Program {
        let name = role.name();
        match given::programs() {
            Some(Given::Beginning(beginning)) => {
                let mut path = beginning.clone();
                path.push(format!("-{name}{EXE_SUFFIX}"));
                return Program::new(PathBuf::from(path)).in_role(role);
            }
            Some(Given::Commands(commands)) => {
                return commands.of(role).map_or_else(|| Program::not_given(role), Program::given).in_role(role);
            }
            None => (),
        }
        let path = assert_cmd::cargo::cargo_bin(format!("{}-{name}", self.package));
        match room::copy_of(&path, room::is_room(self.package, self.folder)) {
            Some(copy) => Program::new(copy.path.clone()).with_image(Some(copy)).in_role(role),
            None => Program::new(path).in_role(role),
        }
    }

    /// Runs one graded test: `body` runs in a thread of its own, so that there is a verdict in time whatever it does.
    ///
    /// # Errors
    ///
    /// The failure of `body`, or of a program that broke off, told in the words of `teach`; that the time of the whole test
    /// was over (see [`with_time`](Self::with_time)), even when `body` holds after all; otherwise a rule of HTTP that a
    /// program broke on the way, told in the rule's own words. In a learner's room, that something else than what the
    /// learner wrote did the work, or that the programs are older than the files there: then nothing is judged. Where
    /// `body` asks for a program that is not given, that it is left out.
    ///
    /// # Panics
    ///
    /// When `body` does.
    pub fn check(&self, teach: Teach, body: impl FnOnce() -> Verdict + Send + 'static) -> Verdict {
        if let Some(refusal) = room::refusal(self.package, self.folder) {
            return Err(refusal.failure().teach(teach, self.chapter()));
        }
        let (time, why) = self.time;
        scene::begin(self.speaks_http(), self.deadline, time);
        let Played { result, overdue } = scene::play(body);
        let scene = scene::end();
        // Whatever else became of it.
        if let Some(role) = scene.lacks {
            return Err(Failure::of(Kind::LeftOut(role)));
        }
        let result = match result {
            Some(Err(panic)) => panic::resume_unwind(panic),
            Some(Ok(Err(failure))) if matches!(failure.kind(), Kind::LeftOut(_)) => return Err(failure),
            Some(Ok(result)) => result,
            None => Ok(()),
        };
        if let Some(foreign) = scene.programs.iter().find_map(|program| self.foreign_work(program)) {
            return Err(foreign.teach(teach, self.chapter()));
        }
        let in_time = overdue.is_none() && !matches!(&result, Err(failure) if *failure.kind() == Kind::NoAnswer);
        let given = scene.given();
        let has_failed = result.is_err();
        let panic = scene.programs.iter().find_map(|program| doing_of(program, in_time, has_failed, given));
        let violation = scene.findings.as_ref().and_then(|findings| findings.take());
        let overdue = overdue.map(|time| Kind::NoEnd { time, why });
        let failure = match (result, panic.or(overdue)) {
            (Ok(()), None) => match violation {
                Some(violation) => violation.into(),
                None => return Ok(()),
            },
            (Ok(()), Some(kind)) => Failure::of(kind),
            (Err(failure), Some(kind)) => failure.with_kind(kind),
            (Err(failure), None) => failure,
        };
        Err(in_scene(failure, &scene).teach(teach, self.chapter()))
    }

    /// Checks each case by itself: what a failure shows is then what was done in the case that failed.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check), of the first case that fails.
    pub fn check_each<C: Send + 'static>(
        &self,
        teach: Teach,
        cases: impl IntoIterator<Item = C>,
        holds: impl Fn(C) -> Verdict + Copy + Send + 'static,
    ) -> Verdict {
        cases.into_iter().try_for_each(|case| self.check(teach, move || holds(case)))
    }

    /// That another program did the work of this one.
    fn foreign_work(&self, program: &Process) -> Option<Failure> {
        Some(room::foreign(&program.command_line, program.foreign()?, self.folder).failure())
    }

    /// The chapter's name is the folder's: `01-one-way`.
    fn chapter(&self) -> &str {
        Path::new(self.folder).file_name().and_then(|name| name.to_str()).unwrap_or(self.package)
    }
}

/// Puts in front what the test did: the programs it ran, and what it sent.
fn in_scene(mut failure: Failure, scene: &scene::Scene) -> Failure {
    if let Some(sent) = scene.sent().filter(|_| !failure.has_row("sent")) {
        failure = failure.row_first("sent", sent);
    }
    let ran: Vec<&str> = scene.programs.iter().map(|program| program.command_line.as_str()).collect();
    let last = &ran[ran.len().saturating_sub(2)..];
    if !last.is_empty() {
        failure = failure.row_first("ran", last.join("\n"));
    }
    let complaints = failure.complaints().unwrap_or_else(|| last_complaints(scene));
    // A test that judges what a program wrote there has said so itself.
    if complaints.is_empty() || failure.has_row("stderr") || matches!(failure.kind(), Kind::NotStarted { .. }) {
        return failure;
    }
    let meaning = if scene.denies_threads { NO_THREAD } else { WOULD_BLOCK };
    let hint = says_would_block(&complaints).then_some(meaning);
    let failure = failure.row("stderr", complaints);
    match hint {
        Some(hint) => failure.row("note", hint),
        None => failure,
    }
}

/// What the programs complain about, where they do so in a moment: whoever closes a connection says why after that.
fn last_complaints(scene: &scene::Scene) -> String {
    let until = Instant::now() + COMPLAINT;
    loop {
        let complaints = scene.complaints();
        let goes_on = || scene.programs.iter().any(|program| !program.has_ended());
        if !complaints.is_empty() || Instant::now() >= until || !goes_on() {
            return complaints;
        }
        thread::sleep(POLL);
    }
}

/// Whether a program complains of EWOULDBLOCK, by its number on one of the three systems or by one of its names.
fn says_would_block(complaints: &str) -> bool {
    let numbers: &[&str] = if cfg!(windows) {
        &["os error 10035)", "os error 10060)"]
    } else if cfg!(target_os = "macos") {
        &["os error 35)", "[Errno 35]"]
    } else {
        &["os error 11)", "[Errno 11]"]
    };
    let names = ["WouldBlock", "EWOULDBLOCK", "EAGAIN", "BlockingIOError"];
    numbers.iter().chain(&names).any(|sign| complaints.contains(sign))
}

/// What a program did that explains everything else: it wrote without end, or broke off.
fn doing_of(program: &Process, in_time: bool, has_failed: bool, given: u64) -> Option<Kind> {
    // A program that does what it should may end by that status too.
    let not_started = || Some(program).filter(|_| has_failed).and_then(crash::given_not_started);
    crash::flood_of(program, in_time, given).or_else(|| crash::of(program)).or_else(not_started)
}
