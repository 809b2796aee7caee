//! The editor that a file is opened in, at a line.

use std::env;
use std::path::Path;
use std::process::Command;

/// The editor where the environment names none.
const CODE: &str = "code";

/// How one is named.
pub const EXAMPLE: &str = "EDITOR=nano cargo course watch";

/// Words that begin a command and are no programs.
const SHELLS_OWN: [&str; 4] = ["command", "eval", "exec", "."];

/// What the environment says about editors.
#[derive(Debug, Default)]
pub struct Editors {
    /// `VISUAL`, or else `EDITOR`.
    pub wanted: Option<String>,
    /// Whether there is a program `code`.
    pub has_code: bool,
}

impl Editors {
    /// Of this process.
    pub fn of_system() -> Self {
        let set = |name: &&str| env::var(name).ok().filter(|value| !value.trim().is_empty());
        let names = if cfg!(windows) { &["code.cmd", "code.exe"][..] } else { &["code"][..] };
        let path = env::var_os("PATH").unwrap_or_default();
        let has_code = env::split_paths(&path).any(|folder| names.iter().any(|name| folder.join(name).is_file()));
        Self { wanted: ["VISUAL", "EDITOR"].iter().find_map(set), has_code }
    }

    /// What the editor is called where something is said of it.
    pub fn name(&self) -> String {
        format!("the editor ({})", self.wanted.as_deref().unwrap_or(CODE))
    }

    /// Why no editor can be opened, and what to do about it; nothing where one can.
    pub fn problem(&self) -> Option<String> {
        let Some(wanted) = &self.wanted else {
            let problem = || format!("no editor is known: leave with q, and name one: {EXAMPLE}");
            return (!self.has_code).then(problem);
        };
        let program = missing(wanted)?;
        Some(format!(
            "there is no program {program}, which the environment variable VISUAL or EDITOR names: leave with q, and name \
             another one: {EXAMPLE}"
        ))
    }

    /// The command that opens `place`, `lessons/01-one-way/src/server.rs:66`, in the course at `root`.
    ///
    /// # Errors
    ///
    /// When no editor is known, or there is no program of its name: what to do about it.
    pub fn open(&self, root: &Path, place: &str) -> Result<Command, String> {
        let (file, line) = match place.rsplit_once(':') {
            Some((file, line)) if line.parse::<usize>().is_ok() => (file, Some(line)),
            _ => (place, None),
        };
        if let Some(problem) = self.problem() {
            return Err(problem);
        }
        let wanted = self.wanted.as_deref().unwrap_or(CODE);
        let mut command = shell(wanted);
        command.args(arguments(wanted, file, line)).current_dir(root);
        Ok(command)
    }
}

/// The program of a command line where there is none of its name. What only a shell can read is left to the shell.
fn missing(wanted: &str) -> Option<&str> {
    let program = wanted.split_whitespace().next()?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._+-/".contains(c);
    if cfg!(windows) || !program.chars().all(is_plain) || SHELLS_OWN.contains(&program) {
        return None;
    }
    let is_there = if program.contains('/') {
        // Where it is relative, nobody knows to what.
        !program.starts_with('/') || Path::new(program).is_file()
    } else {
        env::split_paths(&env::var_os("PATH")?).any(|folder| folder.join(program).is_file())
    };
    (!is_there).then_some(program)
}

/// A command line of the user's, which may have arguments of its own, with more to follow.
fn shell(wanted: &str) -> Command {
    if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.arg("/C").args(wanted.split_whitespace());
        return command;
    }
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{wanted} \"$@\""), "sh"]);
    command
}

/// A file and a line in it as an editor takes them; who is not known gets the file alone.
fn arguments(wanted: &str, file: &str, line: Option<&str>) -> Vec<String> {
    let program = wanted.split_whitespace().next().unwrap_or_default();
    let name = Path::new(program).file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let Some(line) = line else { return vec![file.to_owned()] };
    match name.as_str() {
        "code" | "codium" | "vscodium" | "code-insiders" | "cursor" | "windsurf" => {
            vec!["-g".to_owned(), format!("{file}:{line}")]
        }
        "hx" | "helix" | "subl" | "zed" => vec![format!("{file}:{line}")],
        "vi" | "vim" | "nvim" | "view" | "gvim" | "nano" | "pico" | "emacs" | "emacsclient" | "micro" | "kak"
        | "kate" | "gedit" | "joe" | "ne" | "mg" | "jed" => vec![format!("+{line}"), file.to_owned()],
        _ => vec![file.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        let of = |wanted: &str, line| arguments(wanted, "a b.rs", line).join("|");
        assert_eq!(of("code --wait", Some("7")), "-g|a b.rs:7");
        assert_eq!(of("/usr/bin/vim -X", Some("7")), "+7|a b.rs");
        assert_eq!(of("hx", Some("7")), "a b.rs:7");
        assert_eq!(of("ed", Some("7")), "a b.rs");
        assert_eq!(of("vim", None), "a b.rs");
    }

    #[cfg(unix)]
    #[test]
    fn a_command_with_arguments_opens_the_file_in_the_course() {
        let editors = Editors { wanted: Some("printf '%s,' \"a b\"".to_owned()), has_code: true };
        let output = editors.open(Path::new("/"), "lessons/x y.rs:66").unwrap().output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "a b,lessons/x y.rs,");
        let said = |editors: &Editors| editors.open(Path::new("/"), "a").map(|_| ()).unwrap_err();
        assert!(said(&Editors::default()).ends_with("name one: EDITOR=nano cargo course watch"));
        for wanted in ["no-such-editor --wait", "/no/such/editor"] {
            let program = wanted.split(' ').next().unwrap();
            let said = said(&Editors { wanted: Some(wanted.to_owned()), has_code: true });
            assert!(said.starts_with(&format!("there is no program {program}, which")), "{said}");
        }
        let code = Editors { has_code: true, ..Editors::default() }.open(Path::new("/"), "a.rs:3").unwrap();
        assert!(code.get_args().any(|argument| argument == "a.rs:3"));
    }
}
