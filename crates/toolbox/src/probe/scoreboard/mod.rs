//! The scoreboard: the servers that Debian ships, and the course's, probed one after the other.

mod page;
mod servers;

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, bail};
use harness::Folder;

use super::json;
use super::run::{self, Report};
use super::started::Started;
use super::target::Target;
use crate::terminal;
use page::Part;
use servers::{Scene, Server};

const PAGE: &str = "book/src/scoreboard.md";

/// The files that every server serves.
const FILES: [(&str, &str); 2] = [
    (
        "index.html",
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>A page</title>\n<h1>A page</h1>\n<p>It has a \
         <a href=\"folder/\">folder</a> beside it.</p>\n</html>\n",
    ),
    ("folder/index.html", "<!DOCTYPE html>\n<html lang=\"en\">\n<title>Another page</title>\n</html>\n"),
];

/// How old the files are: of what was written just now, no server knows whether it will be written again.
const AGE: Duration = Duration::from_hours(24);

/// Probes all servers and writes the page; with `check`, only the course's, and says whether the page is right.
///
/// With `json`, everything that was found out is written there too, by the servers' names.
pub fn run(check: bool, json: Option<&Path>) -> anyhow::Result<bool> {
    let root = root()?;
    let path = root.join(PAGE);
    let before = fs::read_to_string(&path).unwrap_or_default();
    let date = today();
    let (mut parts, mut is_right, mut found) = (Vec::new(), true, serde_json::Map::new());
    for server in servers::ALL.iter().filter(|server| server.is_ours || !check) {
        let known = page::part_of(&before, server.name);
        let part = if let Some(program) = server.found(&root)? {
            let (part, report) = probed(server, &program, &date).with_context(|| server.name)?;
            found.insert(server.name.to_owned(), report);
            part
        } else {
            terminal::show(&format!("{}: not installed\n", server.name))?;
            known.clone().unwrap_or_else(|| page::absent(server.name, server.about))
        };
        if check && known.as_ref().map(page::undated) != Some(page::undated(&part)) {
            is_right = false;
            cli::note(format_args!(
                "error: {PAGE} is stale about {}; run `cargo course probe --scoreboard`",
                server.name
            ));
        }
        parts.push(part);
    }
    if let Some(path) = json {
        super::write_json(path, &found.into(), String::new)?;
    }
    if !check {
        fs::write(&path, page::page(&parts)).with_context(|| format!("cannot write {PAGE}"))?;
        terminal::show(&format!("updated {PAGE}\n"))?;
    }
    Ok(is_right)
}

/// The top folder of the course.
fn root() -> anyhow::Result<PathBuf> {
    let here = std::env::current_dir().context("cannot find the current folder")?;
    let root = here.ancestors().find(|folder| folder.join("book/src/SUMMARY.md").is_file());
    Ok(root.context("this is not a folder of the course")?.to_owned())
}

fn today() -> String {
    // Sun, 06 Nov 1994 08:49:37 GMT
    httpdate::fmt_http_date(SystemTime::now()).get(5..16).unwrap_or_default().to_owned()
}

fn probed(server: &Server, program: &Path, date: &str) -> anyhow::Result<(Part, serde_json::Value)> {
    let version = server.version(program)?;
    let report = report(server, program)?;
    let broken = report.findings.iter().filter(|finding| finding.is_broken()).count();
    terminal::show(&format!("{} {version}: {broken} broken\n", server.name))?;
    Ok((page::part(server.name, server.about, &version, date, &report), json::of(&report)))
}

/// Starts a server in a folder of its own and probes it.
fn report(server: &Server, program: &Path) -> anyhow::Result<Report> {
    let folder = Folder::new().map_err(|problem| anyhow::anyhow!("{problem:?}"))?;
    let (own, site) = (folder.path().join("server"), folder.path().join("site"));
    fs::create_dir_all(&own)?;
    lay_out(&site)?;
    make_readable(folder.path())?;
    let addr = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let scene = Scene { folder: &own, site: &site, addr };
    let mut command = server.command(program, &scene)?;
    let (_started, _) = Started::at(&mut command, addr)?;
    run::probe(&Target::at(addr))
}

fn lay_out(site: &Path) -> anyhow::Result<()> {
    for (name, text) in FILES {
        let path = site.join(name);
        let Some(folder) = path.parent() else { bail!("a file lies in a folder") };
        fs::create_dir_all(folder)?;
        fs::write(&path, text)?;
        fs::File::options().write(true).open(&path)?.set_modified(SystemTime::now() - AGE)?;
    }
    Ok(())
}

/// A server that root starts reads as somebody else.
#[cfg(unix)]
fn make_readable(folder: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    Ok(fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?)
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "it can fail elsewhere")]
fn make_readable(_: &Path) -> anyhow::Result<()> {
    Ok(())
}
