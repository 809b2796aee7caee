//! What a server is put beside: Python's own, and nginx.

use std::path::Path;
use std::process::{Command, Stdio};

/// The first of these names by which Python 3 is found.
pub fn python() -> Option<&'static str> {
    ["python3", "python"].into_iter().find(|name| {
        let mut version = Command::new(name);
        version.args(["-c", "import sys; sys.exit(sys.version_info[0] != 3)"]);
        version.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        version.status().is_ok_and(|status| status.success())
    })
}

/// What serves the files of a folder with Python: `http.server`, which says nothing about each request, says where it
/// listens as the course's servers do, and has room for the connections that wait.
pub fn python_server(name: &str, folder: &Path) -> Command {
    const SCRIPT: &str = "\
import functools, http.server, sys
class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass
class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128
server = Server(('127.0.0.1', 0), functools.partial(Quiet, directory=sys.argv[1]))
print('listening on %s:%d' % server.server_address, file=sys.stderr, flush=True)
server.serve_forever()
";
    let mut command = Command::new(name);
    command.args(["-c", SCRIPT]).arg(folder);
    command
}
