//! Programs that are judged in the place of the package's own: one's own, in any language, given as commands.
//!
//! `COURSE_SERVER` and `COURSE_CLIENT` hold what one would type in a terminal, `python3 server.py`. Such a command is
//! split into words without a shell, by the shell's rules of quoting, and is started in the folder in which the tests
//! were called, as in a terminal: so every word means what it means there. Where only one of the two is given, tests
//! that ask for the other one are left out. They stand in for graded tests alone: what a reference's own tests show is said
//! of the reference.
//!
//! `COURSE_PROGRAMS`, a path without its `-server` or `-client`, is how one compiled test judges many solutions; where
//! it is set, the commands do not count.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{self, Path, PathBuf};
use std::sync::OnceLock;

use crate::life::Role;

/// The variables that hold the commands, each with its program.
const VARIABLES: [(Role, &str); 2] = [(Role::Server, "COURSE_SERVER"), (Role::Client, "COURSE_CLIENT")];

const PROGRAMS: &str = "COURSE_PROGRAMS";

/// How files end whose names follow that of the program that runs them.
const SCRIPTS: [&str; 16] =
    ["py", "js", "mjs", "cjs", "ts", "rb", "pl", "php", "lua", "go", "jar", "sh", "exs", "hs", "tcl", "scm"];

/// What stands in for a backslash on Windows while a command is split: no command can hold it.
const STAND_IN: char = '\0';

/// Programs that stand in for the package's own.
#[derive(Debug)]
pub(crate) enum Given {
    /// Where they lie, without `-server` and `-client`.
    Beginning(OsString),
    Commands(Commands),
}

/// The commands of one's own programs, of which there is one at least.
#[derive(Debug)]
pub(crate) struct Commands {
    server: Option<Command>,
    client: Option<Command>,
}

/// A command that can be started.
#[derive(Debug)]
pub(crate) struct Command {
    /// The words as they were given.
    pub(crate) words: Vec<String>,
    /// The file of the first one.
    pub(crate) program: PathBuf,
    /// Where it is started.
    pub(crate) folder: PathBuf,
}

static GIVEN: OnceLock<Result<Option<Given>, String>> = OnceLock::new();

/// Reads which programs stand in for those of the package of this folder. Who runs graded tests does so before the first
/// one; other tests look at the package itself, whatever is given.
///
/// # Errors
///
/// When a command can be known not to start: what is wrong with which of its words.
pub(crate) fn read(folder: &str) -> Result<(), &'static str> {
    GIVEN.get_or_init(|| of_environment(folder)).as_ref().map(drop).map_err(String::as_str)
}

/// The programs that stand in for the package's own, if there are any and they have been read.
pub(crate) fn programs() -> Option<&'static Given> {
    GIVEN.get()?.as_ref().ok()?.as_ref()
}

/// The commands, where there are some.
pub(crate) fn commands() -> Option<&'static Commands> {
    match programs() {
        Some(Given::Commands(commands)) => Some(commands),
        _ => None,
    }
}

impl Commands {
    /// The command of this program.
    pub(crate) fn of(&self, role: Role) -> Option<&Command> {
        match role {
            Role::Server => self.server.as_ref(),
            Role::Client => self.client.as_ref(),
        }
    }

    /// The variable of the program that is not given.
    pub(crate) fn missing(&self) -> Option<(Role, &'static str)> {
        VARIABLES.into_iter().find(|(role, _)| self.of(*role).is_none())
    }
}

fn of_environment(folder: &str) -> Result<Option<Given>, String> {
    if let Some(beginning) = env::var_os(PROGRAMS).filter(|beginning| !beginning.is_empty()) {
        return Ok(Some(Given::Beginning(beginning)));
    }
    let here = called_from(Path::new(folder));
    let command = |role| {
        let (_, variable) = VARIABLES.into_iter().find(|(known, _)| *known == role)?;
        let text = env::var_os(variable).filter(|text| !text.is_empty())?;
        Some(match text.to_str() {
            Some(text) => Command::read(text, &here),
            None => Err(format!("{variable} is not UTF-8")),
        })
    };
    let (server, client) = (command(Role::Server).transpose()?, command(Role::Client).transpose()?);
    let is_given = server.is_some() || client.is_some();
    Ok(is_given.then_some(Given::Commands(Commands { server, client })))
}

/// The folder in which somebody called the tests. Cargo starts them in that of the package, but leaves the shell's `PWD`
/// as it is; where a shell has none, it is the top folder of the course.
fn called_from(package: &Path) -> PathBuf {
    let shells = env::var_os("PWD").map(PathBuf::from).filter(|folder| folder.is_absolute() && folder.is_dir());
    let top = || package.ancestors().nth(2).filter(|folder| folder.is_dir()).map(Path::to_owned);
    shells.or_else(top).or_else(|| env::current_dir().ok()).unwrap_or_default()
}

impl Command {
    /// Reads a command that is to be started in `folder`.
    fn read(text: &str, folder: &Path) -> Result<Self, String> {
        let problem = |problem: String| format!("cannot start `{text}`: {problem}");
        let words = split(text).ok_or_else(|| problem("a quote is not closed".to_owned()))?;
        let first = words.first().ok_or_else(|| problem("it has no words".to_owned()))?;
        let program = found(first, folder, &folders_of_path(folder)).map_err(problem)?;
        if let Some(script) = script_of(&words).filter(|script| !folder.join(script).exists()) {
            return Err(problem(format!("there is no file `{script}` in {}", folder.display())));
        }
        Ok(Self { words, program, folder: folder.to_owned() })
    }
}

/// The words of a command by the shell's rules of quoting; `None` where a quote is not closed. On Windows a backslash
/// stands for itself: paths have it.
fn split(text: &str) -> Option<Vec<String>> {
    if !cfg!(windows) {
        return shell_words::split(text).ok();
    }
    let stood_in = text.replace('\\', &STAND_IN.to_string());
    let words = shell_words::split(&stood_in).ok()?;
    Some(words.into_iter().map(|word| word.replace(STAND_IN, "\\")).collect())
}

/// The file that an interpreter is to run: the first word after it, if that is no option and is called like one.
fn script_of(words: &[String]) -> Option<&str> {
    let second = words.get(1).filter(|word| !word.starts_with('-'))?;
    let ending = Path::new(second).extension()?.to_str()?;
    let is_script = SCRIPTS.contains(&ending) && !second.contains("://");
    is_script.then_some(second)
}

/// The folders in which a bare name is looked for.
fn folders_of_path(here: &Path) -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).map(|folder| here.join(folder)).collect()
}

/// The file that the first word of a command means: a path, or a name that is looked for in `folders`.
fn found(word: &str, here: &Path, folders: &[PathBuf]) -> Result<PathBuf, String> {
    let is_path = Path::new(word).components().count() > 1 || word.chars().any(path::is_separator);
    if is_path {
        let file = with_ending(&here.join(word)).ok_or_else(|| format!("there is no file `{word}`"))?;
        return startable(&file).map(|()| file.clone()).map_err(|problem| format!("`{word}` {problem}"));
    }
    let mut refused = None;
    for file in folders.iter().filter_map(|folder| with_ending(&folder.join(word))) {
        match startable(&file) {
            Ok(()) => return Ok(file),
            Err(problem) => refused = refused.or(Some(format!("{} {problem}", file.display()))),
        }
    }
    Err(refused.unwrap_or_else(|| {
        let nearby = here.join(word).is_file().then(|| format!("; the file in this folder is called `./{word}`"));
        format!("there is no program `{word}` in the folders of PATH{}", nearby.unwrap_or_default())
    }))
}

/// The file of this name, which Windows calls `.exe` unasked.
fn with_ending(path: &Path) -> Option<PathBuf> {
    let with_exe = cfg!(windows).then(|| path.with_added_extension("exe"));
    with_exe.into_iter().chain([path.to_owned()]).find(|path| path.is_file())
}

/// Whether the system can start a file, as far as the file shows it.
#[cfg(unix)]
fn startable(file: &Path) -> Result<(), String> {
    use std::io::Read as _;

    if rustix::fs::access(file, rustix::fs::Access::EXEC_OK).is_err() {
        let mend = format!("`chmod +x {}`", file.display());
        return Err(format!("is not executable; {mend}, or begin the command with the program that runs it"));
    }
    let mut beginning = Vec::new();
    // Who may execute a file need not be able to read it.
    let Ok(opened) = fs::File::open(file) else { return Ok(()) };
    if opened.take(512).read_to_end(&mut beginning).is_err() || beginning.contains(&0) {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&beginning).into_owned();
    let Some(line) = text.strip_prefix("#!") else {
        return Err(
            "is a text whose first line does not say what runs it; begin the command with that program".to_owned()
        );
    };
    let line = line.split('\n').next().unwrap_or_default();
    let runner = line.trim_start_matches([' ', '\t']).split([' ', '\t']).next().unwrap_or_default();
    if Path::new(runner).is_file() {
        return Ok(());
    }
    Err(format!("says in its first line that `{}` runs it, and there is no such program", runner.escape_default()))
}

#[cfg(not(unix))]
fn startable(file: &Path) -> Result<(), String> {
    fs::metadata(file).map(drop).map_err(|error| format!("cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_split_as_a_shell_does_it() {
        let words = |text| split(text).unwrap_or_default();
        assert_eq!(words("python3 server.py"), ["python3", "server.py"]);
        assert_eq!(words("  a\t'b c' \"d 'e\" '' f'g'h"), ["a", "b c", "d 'e", "", "fgh"]);
        assert_eq!(words("a $HOME `b` * | c > d"), ["a", "$HOME", "`b`", "*", "|", "c", ">", "d"]);
        assert_eq!(split("a 'b"), None);
        assert_eq!(words(""), [""; 0]);
        if cfg!(windows) {
            assert_eq!(words(r#"C:\a\b.exe "C:\c d\e.py""#), [r"C:\a\b.exe", r"C:\c d\e.py"]);
        } else {
            assert_eq!(words(r#"a\ b "c\"d" 'e\f'"#), ["a b", "c\"d", r"e\f"]);
        }
    }

    #[test]
    fn what_an_interpreter_is_to_run_is_known_by_its_name() {
        let script = |text| script_of(&split(text).unwrap_or_default()).map(str::to_owned);
        assert_eq!(script("python3 a/server.py x").as_deref(), Some("a/server.py"));
        for none in
            ["python3", "python3 -u server.py", "go run .", "java -jar a.jar", "./server", "deno https://a/b.ts"]
        {
            assert_eq!(script(none), None, "{none}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_started_is_said_by_its_word() {
        use std::os::unix::fs::PermissionsExt as _;

        use crate::folder::Folder;

        let folder = Folder::new().expect("a folder");
        let put = |name: &str, text: &str, mode: u32| {
            folder.write(name, text).expect("a file");
            fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(mode)).expect("its mode");
        };
        put("plain.py", "print()\n", 0o644);
        put("headless", "print()\n", 0o755);
        put("good", "#!/bin/sh\nexit\n", 0o755);
        put("crlf", "#!/bin/sh\r\nexit\r\n", 0o755);
        put("empty.py", "", 0o644);
        let said = |text: &str| match Command::read(text, folder.path()) {
            Ok(_) => "ok".to_owned(),
            Err(problem) => problem,
        };
        for (text, words) in [
            ("./good", "ok"),
            ("sh good --x", "ok"),
            ("./plain.py", "`./plain.py` is not executable; `chmod +x "),
            ("./headless", "`./headless` is a text whose first line"),
            ("./crlf", "that `/bin/sh\\r` runs it, and there is no such program"),
            ("./none", "there is no file `./none`"),
            ("good", "no program `good` in the folders of PATH; the file in this folder is called `./good`"),
            ("no-such-program server.py", "there is no program `no-such-program` in the folders of PATH"),
            ("sh servr.py", "there is no file `servr.py` in "),
            ("sh 'a", "cannot start `sh 'a`: a quote is not closed"),
            ("''", "there is no program ``"),
            ("/", "there is no file `/`"),
            (" ", "it has no words"),
        ] {
            assert!(said(text).contains(words), "{text}: {}", said(text));
        }
    }
}
