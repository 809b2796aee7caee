//! The servers of the scoreboard: how each is found, configured and started.
#![expect(clippy::unnecessary_wraps, reason = "some of the commands need files, which cannot always be written")]

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};

/// Where Debian puts its servers, in front of everything else: what stands first in PATH may be another build.
const DEBIAN: [&str; 2] = ["/usr/sbin", "/usr/bin"];

/// What a server is started with.
pub struct Scene<'s> {
    /// A folder of its own.
    pub folder: &'s Path,
    /// The files that it serves.
    pub site: &'s Path,
    pub addr: SocketAddr,
}

/// A server.
pub struct Server {
    pub name: &'static str,
    /// The program, and what makes it say its version; none where it is one of the course's.
    program: &'static str,
    version: &'static [&'static str],
    /// What stands on the page about how it is run.
    pub about: &'static str,
    command: fn(&Path, &Scene<'_>) -> anyhow::Result<Command>,
    /// Whether it is built by the course.
    pub is_ours: bool,
}

/// All of them, in the order of the page.
pub const ALL: [Server; 10] = [
    Server {
        name: "nginx",
        program: "nginx",
        version: &["-v"],
        about: "One worker, `root` and nothing else: what Debian's `nginx-light` does with files.",
        command: nginx,
        is_ours: false,
    },
    Server {
        name: "Apache",
        program: "apache2",
        version: &["-v"],
        about: "The modules and settings that Debian enables, with a document root.",
        command: apache,
        is_ours: false,
    },
    Server {
        name: "lighttpd",
        program: "lighttpd",
        version: &["-v"],
        about: "A document root, an index file and types: its defaults.",
        command: lighttpd,
        is_ours: false,
    },
    Server {
        name: "Caddy",
        program: "caddy",
        version: &["version"],
        about: "`caddy file-server`.",
        command: caddy,
        is_ours: false,
    },
    Server {
        name: "h2o",
        program: "h2o",
        version: &["-v"],
        about: "`file.dir` and nothing else.",
        command: h2o,
        is_ours: false,
    },
    Server {
        name: "Python http.server",
        program: "python3",
        version: &["--version"],
        about: "`python3 -m http.server`, which its documentation does not recommend for production. It answers in HTTP/1.0: \
            what only HTTP/1.1 has is not offered, and what it does with requests in HTTP/1.1 is judged.",
        command: python,
        is_ours: false,
    },
    Server {
        name: "Node http",
        program: "node",
        version: &["--version"],
        about: "`node:http` is a library, not a server of files: a handler of five lines gives the page at `/`, 404 elsewhere, and 405 to other methods than GET and HEAD.",
        command: node,
        is_ours: false,
    },
    Server {
        name: "14 responder",
        program: "responder-server",
        version: &[],
        about: "`responder-server --root`: lesson 14.",
        command: responder,
        is_ours: true,
    },
    Server {
        name: "07 by-hand",
        program: "by-hand-server",
        version: &[],
        about: "`by-hand-server`: lesson 07, which breaks many rules on purpose; lesson 08 begins with them.",
        command: course,
        is_ours: true,
    },
    Server {
        name: "06 naive-http",
        program: "naive-http-server",
        version: &[],
        about: "`naive-http-server --repaired`: lesson 06, which does not read what it is asked.",
        command: repaired,
        is_ours: true,
    },
];

impl Server {
    /// Its program, where it is installed; one of the course's is built.
    pub fn found(&self, root: &Path) -> anyhow::Result<Option<PathBuf>> {
        if self.is_ours {
            return built(root, self.program).map(Some);
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = DEBIAN.iter().map(PathBuf::from).chain(std::env::split_paths(&path));
        Ok(folders.map(|folder| folder.join(self.program)).find(|program| program.is_file()))
    }

    /// The version that it says.
    pub fn version(&self, program: &Path) -> anyhow::Result<String> {
        if self.is_ours {
            return Ok("this edition".to_owned());
        }
        let output = Command::new(program).args(self.version).output().context("it does not say its version")?;
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        let mut words = said.split(|c: char| c.is_whitespace() || c == '/');
        let number = words.find(|word| word.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit()));
        Ok(number.context("it says no version")?.trim_start_matches('v').to_owned())
    }

    pub fn command(&self, program: &Path, scene: &Scene<'_>) -> anyhow::Result<Command> {
        (self.command)(program, scene)
    }
}

/// Builds one of the course's servers.
fn built(root: &Path, program: &str) -> anyhow::Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet", "--bin", program, "--message-format", "json-render-diagnostics"]);
    let output =
        build.current_dir(root).stderr(std::process::Stdio::inherit()).output().context("cannot start cargo")?;
    ensure!(output.status.success(), "{program} does not build");
    let messages = String::from_utf8_lossy(&output.stdout).into_owned();
    let executables = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let mut paths = executables.filter_map(|message| message.get("executable")?.as_str().map(PathBuf::from));
    paths.find(|path| path.file_stem().is_some_and(|name| name == program)).context("cargo built no such program")
}

fn nginx(program: &Path, scene: &Scene<'_>) -> anyhow::Result<Command> {
    // Only root can be, and must be, told to stay what it is.
    let user = if is_root() { "user root;\n" } else { "" };
    let kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let temporary: String = kinds.map(|kind| format!("    {kind}_temp_path {kind};\n")).concat();
    let configuration = format!(
        "{user}daemon off;\nworker_processes 1;\npid nginx.pid;\nerror_log error.log;\nevents {{}}\nhttp {{\n{temporary}    \
         access_log off;\n    types {{ text/html html; }}\n    server {{ listen {}; root '{}'; }}\n}}\n",
        scene.addr,
        scene.site.display()
    );
    with_file(program, scene, "nginx.conf", &configuration, |command, file| {
        command.arg("-p").arg(scene.folder).arg("-c").arg(file).args(["-e", "error.log"]);
    })
}

fn apache(program: &Path, scene: &Scene<'_>) -> anyhow::Result<Command> {
    let (folder, site) = (scene.folder.display(), scene.site.display());
    let configuration = format!(
        "ServerName localhost\nServerRoot /etc/apache2\nListen {}\nPidFile {folder}/apache.pid\nDefaultRuntimeDir {folder}\n\
         Mutex file:{folder} default\nErrorLog {folder}/error.log\nUser www-data\nGroup www-data\n\
         IncludeOptional /etc/apache2/mods-enabled/*.load\nIncludeOptional /etc/apache2/mods-enabled/*.conf\n\
         IncludeOptional /etc/apache2/conf-enabled/*.conf\nDocumentRoot {site}\n\
         <Directory {site}>\n    Require all granted\n</Directory>\n",
        scene.addr
    );
    with_file(program, scene, "apache2.conf", &configuration, |command, file| {
        command.arg("-f").arg(file).arg("-DFOREGROUND");
        for (name, value) in [("RUN_USER", "www-data"), ("RUN_GROUP", "www-data")] {
            command.env(format!("APACHE_{name}"), value);
        }
        for name in ["PID_FILE", "RUN_DIR", "LOCK_DIR", "LOG_DIR"] {
            command.env(format!("APACHE_{name}"), scene.folder);
        }
    })
}

fn lighttpd(program: &Path, scene: &Scene<'_>) -> anyhow::Result<Command> {
    let configuration = format!(
        "server.document-root = \"{}\"\nserver.bind = \"{}\"\nserver.port = {}\nindex-file.names = ( \"index.html\" )\n\
         mimetype.assign = ( \".html\" => \"text/html\" )\nserver.modules = ( \"mod_indexfile\", \"mod_staticfile\" )\n",
        scene.site.display(),
        scene.addr.ip(),
        scene.addr.port()
    );
    with_file(program, scene, "lighttpd.conf", &configuration, |command, file| {
        command.arg("-D").arg("-f").arg(file);
    })
}

fn caddy(program: &Path, scene: &Scene<'_>) -> anyhow::Result<Command> {
    let mut command = Command::new(program);
    command.args(["file-server", "--listen", &scene.addr.to_string(), "--root"]).arg(scene.site);
    command.env("HOME", scene.folder).env("XDG_DATA_HOME", scene.folder).env("XDG_CONFIG_HOME", scene.folder);
    Ok(command)
}

fn h2o(program: &Path, scene: &Scene<'_>) -> anyhow::Result<Command> {
    let user = if is_root() { "user: root\n" } else { "" };
    let configuration = format!(
        "{user}pid-file: {}/h2o.pid\nlisten:\n  host: {}\n  port: {}\nhosts:\n  default:\n    paths:\n      /:\n        file.dir: {}\n",
        scene.folder.display(),
        scene.addr.ip(),
        scene.addr.port(),
        scene.site.display()
    );
    with_file(program, scene, "h2o.conf", &configuration, |command, file| {
        command.arg("-c").arg(file);
    })
}

fn python(program: &Path, scene: &Scene<'_>) -> anyhow::Result<Command> {
    let mut command = Command::new(program);
    command.args(["-m", "http.server", "--bind", &scene.addr.ip().to_string(), "--directory"]);
    command.arg(scene.site).arg(scene.addr.port().to_string());
    Ok(command)
}

fn node(program: &Path, scene: &Scene<'_>) -> anyhow::Result<Command> {
    let page = scene.site.join("index.html").display().to_string();
    let script = format!(
        "const page = require('fs').readFileSync({page:?});\n\
         require('http').createServer((request, response) => {{\n    \
             const path = URL.canParse(request.url, 'http://a') && new URL(request.url, 'http://a').pathname;\n    \
             if (!['GET', 'HEAD'].includes(request.method)) response.writeHead(405, {{ Allow: 'GET, HEAD', 'Content-Type': 'text/plain' }}).end('no\\n');\n    \
             else if (path === '/') response.setHeader('Content-Type', 'text/html').end(page);\n    \
             else response.writeHead(404, {{ 'Content-Type': 'text/plain' }}).end('not found\\n');\n\
         }}).listen({}, '{}');\n",
        scene.addr.port(),
        scene.addr.ip()
    );
    with_file(program, scene, "server.js", &script, |command, file| {
        command.arg(file);
    })
}

fn responder(program: &Path, scene: &Scene<'_>) -> anyhow::Result<Command> {
    let mut command = course(program, scene)?;
    command.args(["--quiet", "--root"]).arg(scene.site);
    Ok(command)
}

fn repaired(program: &Path, scene: &Scene<'_>) -> anyhow::Result<Command> {
    let mut command = course(program, scene)?;
    command.arg("--repaired");
    Ok(command)
}

fn course(program: &Path, scene: &Scene<'_>) -> anyhow::Result<Command> {
    let mut command = Command::new(program);
    command.args(["--addr", &scene.addr.to_string()]);
    Ok(command)
}

/// A command with a file that it reads.
fn with_file(
    program: &Path,
    scene: &Scene<'_>,
    name: &str,
    text: &str,
    arguments: impl FnOnce(&mut Command, &Path),
) -> anyhow::Result<Command> {
    let file = scene.folder.join(name);
    fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    let mut command = Command::new(program);
    arguments(&mut command, &file);
    Ok(command)
}

#[cfg(unix)]
fn is_root() -> bool {
    rustix::process::getuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
