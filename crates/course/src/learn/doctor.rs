//! What a machine has of what the course needs: `cargo course doctor`.

use std::env;
use std::fs;
use std::net::{Ipv6Addr, TcpListener};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::error::Result;
use crate::files;
use crate::learn::watch::editor::{self, Editors};
use crate::output::show;
use crate::render::fitted;
use crate::terminal;

/// The names that browsers have as programs.
const BROWSERS: [&str; 8] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "brave-browser",
    "firefox",
    "firefox-esr",
];

/// Where a program comes from, by the system.
struct Origin {
    linux: &'static str,
    macos: &'static str,
    windows: &'static str,
}

impl Origin {
    fn here(&self) -> &'static str {
        if cfg!(windows) {
            self.windows
        } else if cfg!(target_os = "macos") {
            self.macos
        } else {
            self.linux
        }
    }
}

const RUST: Origin =
    Origin { linux: "rustup update stable", macos: "rustup update stable", windows: "rustup update stable" };
const GIT: Origin = Origin {
    linux: "sudo apt install git, or what your distribution has instead of apt",
    macos: "xcode-select --install",
    windows: "winget install Git.Git",
};
const CURL: Origin = Origin {
    linux: "sudo apt install curl, or what your distribution has instead of apt",
    macos: "it comes with macOS: look at PATH",
    windows: "it comes with Windows 10 and later as curl.exe: look at PATH",
};
const BROWSER: Origin = Origin {
    linux: "sudo apt install chromium, or what your distribution has instead of apt",
    macos: "Safari is there: open the address in it",
    windows: "Edge is there: open the address in it",
};

const PYTHON: Origin = Origin {
    linux: "sudo apt install python3, or what your distribution has instead of apt",
    macos: "xcode-select --install",
    windows: "winget install Python.Python.3.13",
};
const NGINX: Origin = Origin {
    linux: "sudo apt install nginx, or what your distribution has instead of apt",
    macos: "brew install nginx",
    windows: "winget install nginxinc.nginx",
};
const LESS: Origin = Origin {
    linux: "sudo apt install less, or what your distribution has instead of apt",
    macos: "it comes with macOS: look at PATH",
    windows: "winget install jftuga.less",
};

/// One thing that the course can use.
struct Finding {
    what: String,
    /// What is wrong, where something is.
    missing: Option<Missing>,
}

struct Missing {
    /// What that costs.
    cost: String,
    /// How to get it.
    get: String,
    /// Whether the course does nothing without it.
    is_needed: bool,
}

/// Says what there is, what there is not, what that costs and where to get it. Whether nothing is missing that the course
/// cannot do without.
pub fn doctor(root: &Path) -> Result<bool> {
    let findings = [
        rust(root)?,
        target(root),
        git(),
        editor(),
        pager(),
        curl(),
        browser(),
        program("python3", "`cargo course bench` measures without Python's server", &PYTHON),
        program("nginx", "`cargo course bench` measures without nginx", &NGINX),
        port(),
        ipv6(),
    ];
    let mut text = String::new();
    for finding in &findings {
        text += &finding.text();
    }
    let is_well = findings.iter().filter_map(|finding| finding.missing.as_ref()).all(|missing| !missing.is_needed);
    let all = findings.iter().all(|finding| finding.missing.is_none());
    text += match (is_well, all) {
        (true, true) => "\nEverything is there.\n",
        (true, false) => "\nThe course works without what is missing, as far as is said above.\n",
        (false, _) => "\nSomething is missing that the course cannot do without.\n",
    };
    show(&fitted(&text, terminal::width()))?;
    Ok(is_well)
}

impl Finding {
    fn there(what: impl Into<String>) -> Self {
        Self { what: what.into(), missing: None }
    }

    fn missing(what: &str, cost: &str, get: impl Into<String>) -> Self {
        let missing = Missing { cost: cost.to_owned(), get: get.into(), is_needed: false };
        Self { what: what.to_owned(), missing: Some(missing) }
    }

    fn needed(mut self) -> Self {
        if let Some(missing) = &mut self.missing {
            missing.is_needed = true;
        }
        self
    }

    fn text(&self) -> String {
        match &self.missing {
            None => format!("ok       {}\n", self.what),
            Some(Missing { cost, get, .. }) => {
                format!("missing  {}\n         without it: {cost}\n         {get}\n", self.what)
            }
        }
    }
}

/// The first line that a program says about its version; nothing where there is no such program.
fn version(program: &str) -> Option<String> {
    let output = Command::new(program).arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let line = String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().trim().to_owned();
    output.status.success().then_some(line)
}

/// `1.95.0` of `rustc 1.95.0 (59807616e 2026-04-14)`, as numbers.
fn numbers(version: &str) -> Vec<u32> {
    let word =
        version.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit())).unwrap_or_default();
    word.split(['.', '-']).map_while(|number| number.parse().ok()).collect()
}

fn rust(root: &Path) -> Result<Finding> {
    let manifest = files::read_text(&root.join("Cargo.toml"))?;
    let wanted =
        manifest.lines().find_map(|line| line.strip_prefix("rust-version = ")).map(|line| line.trim_matches('"'));
    let wanted = wanted.unwrap_or_default();
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let found = version(&rustc).unwrap_or_default();
    Ok(if numbers(&found) >= numbers(wanted) {
        Finding::there(format!("{found}; {wanted} is needed"))
    } else {
        let what = if found.is_empty() { format!("Rust {wanted}") } else { format!("Rust {wanted}: {found} is older") };
        Finding::missing(&what, "nothing compiles", format!("get it: {}", RUST.here())).needed()
    })
}

fn target(root: &Path) -> Finding {
    let folder = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), Into::into);
    let file = folder.join(format!("doctor-{}", std::process::id()));
    let tried =
        fs::create_dir_all(&folder).and_then(|()| fs::write(&file, "well")).and_then(|()| fs::remove_file(&file));
    match tried {
        Ok(()) => Finding::there(format!("{} can be written", folder.display())),
        Err(error) => {
            let what = format!("a folder for what cargo builds: {} ({error})", folder.display());
            Finding::missing(&what, "nothing compiles", "name another one: CARGO_TARGET_DIR=FOLDER").needed()
        }
    }
}

/// Whether a program of this name can be started.
fn is_on_path(name: &str) -> bool {
    let paths = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&paths).any(|folder| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX)).is_file())
}

fn program(name: &str, cost: &str, origin: &Origin) -> Finding {
    if is_on_path(name) {
        Finding::there(name)
    } else {
        Finding::missing(name, cost, format!("get it: {}", origin.here()))
    }
}

fn editor() -> Finding {
    let editors = Editors::of_system();
    if editors.problem().is_none() {
        return Finding::there(editors.name());
    }
    let cost = "`o` in `cargo course watch` opens nothing; write with whatever you like";
    Finding::missing("an editor that the course knows", cost, format!("name one: {}", editor::EXAMPLE))
}

fn pager() -> Finding {
    let cost = "`cargo course read` prints a chapter all at once";
    match env::var("PAGER") {
        Ok(pager) => Finding::there(format!("a pager: {pager}")),
        Err(_) => program("less", cost, &LESS),
    }
}

fn git() -> Finding {
    let cost = "`cargo course update` takes a newer edition only from a folder";
    version("git").map_or_else(|| Finding::missing("git", cost, format!("get it: {}", GIT.here())), Finding::there)
}

fn curl() -> Finding {
    let cost = "the sessions of the chapters that call curl can be read, not run; nothing is graded with it";
    version("curl").map_or_else(
        || Finding::missing("curl", cost, format!("get it: {}", CURL.here())),
        |said| {
            // The names of all its libraries follow.
            Finding::there(said.split(" (").next().unwrap_or_default())
        },
    )
}

fn browser() -> Finding {
    match BROWSERS.iter().find(|name| is_on_path(name)) {
        Some(name) => Finding::there(format!("a browser: {name}")),
        None if cfg!(any(windows, target_os = "macos")) => Finding::there(format!("a browser: {}", BROWSER.here())),
        None => {
            let cost = "you do not see your server as its visitors do; nothing is graded with it";
            Finding::missing("a browser", cost, format!("get it: {}", BROWSER.here()))
        }
    }
}

fn port() -> Finding {
    let addr = cli::DEFAULT_ADDR;
    match TcpListener::bind(addr) {
        Ok(_) => Finding::there(format!("{addr} is free, where the chapters listen")),
        Err(error) => {
            let cost = "the chapters' commands end with this error; graded tests use other ports";
            let get = "find out which of your programs listens there and end it, or give both programs another --addr";
            Finding::missing(&format!("{addr} for yourself: {error}"), cost, get)
        }
    }
}

fn ipv6() -> Finding {
    match TcpListener::bind((Ipv6Addr::LOCALHOST, 0)) {
        Ok(_) => Finding::there("IPv6 on this machine (::1)"),
        Err(error) => {
            let cost = "what needs it is left out of the graded tests, and says so";
            Finding::missing(
                &format!("IPv6 on this machine (::1): {error}"),
                cost,
                "in a container it may be switched on outside",
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        assert_eq!(numbers("rustc 1.95.0 (59807616e 2026-04-14)"), [1, 95, 0]);
        assert!(numbers("rustc 1.100.0-nightly (x)") >= numbers("1.95"));
        assert!(numbers("rustc 1.94.1") < numbers("1.95"));
        assert!(numbers("") < numbers("1.95"));
    }

    #[test]
    fn what_is_missing_says_what_that_costs() {
        let text = Finding::missing("curl", "nothing is graded with it", "get it: somewhere").text();
        assert_eq!(text, "missing  curl\n         without it: nothing is graded with it\n         get it: somewhere\n");
        assert_eq!(Finding::there("git").needed().text(), "ok       git\n");
    }
}
