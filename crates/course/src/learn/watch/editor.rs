//! The editor that a file is opened in, at a line.

use std::env;
use std::path::Path;
use std::process::Command;

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

    /// The command that opens `place`, `lessons/01-one-way/src/server.rs:66`, in the course at `root`; none where no editor
    /// is known.
    pub fn open(&self, root: &Path, place: &str) -> Option<Command> {
        let (file, line) = match place.rsplit_once(':') {
            Some((file, line)) if line.parse::<usize>().is_ok() => (file, Some(line)),
            _ => (place, None),
        };
        let wanted = match &self.wanted {
            Some(wanted) => wanted.as_str(),
            None if self.has_code => "code",
            None => return None,
        };
        let mut command = shell(wanted);
        command.args(arguments(wanted, file, line)).current_dir(root);
        Some(command)
    }
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
        assert!(Editors::default().open(Path::new("/"), "a").is_none());
        let code = Editors { has_code: true, ..Editors::default() }.open(Path::new("/"), "a.rs:3").unwrap();
        assert!(code.get_args().any(|argument| argument == "a.rs:3"));
    }
}
