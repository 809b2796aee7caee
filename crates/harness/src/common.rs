//! What is asked of the programs of every lesson: the bodies of tests that each graded file names in its own order.

use predicates::str::contains;

#[cfg(unix)]
use crate::Server;
use crate::{Failure, Lesson, Listener, Program, RefusingPort, Teach, Verdict};

/// A server that finds its address taken ends with status 1 and one line that names the address.
///
/// # Errors
///
/// When it does not.
pub fn the_server_says_that_an_address_is_in_use(lesson: Lesson, book: &'static str) -> Verdict {
    let teach = Teach {
        wrong: "a port that is in use did not end in one clear line",
        why: "Two sockets cannot listen on one address: `bind` returns the system's error. The program says it in one \
              line `error: …` with the address and ends with status 1.",
        book,
    };
    lesson.check(teach, move || {
        let taken = Listener::bind()?;
        let server = lesson.server().args(["--addr", &taken.addr()]).start()?;
        server.expect_error_line(&[&taken.addr()])?;
        server.expect_end(1).map(drop)
    })
}

/// A server that was started with any of these lists of arguments ends with status 0 at Ctrl-C, while a client is
/// connected that says nothing, and others do what `meanwhile` does.
///
/// # Errors
///
/// When it does not.
#[cfg(unix)]
pub fn ctrl_c_ends_the_server(
    lesson: Lesson,
    book: &'static str,
    arguments: &'static [&'static [&'static str]],
    meanwhile: fn(&Server) -> Verdict,
) -> Verdict {
    let teach = Teach {
        wrong: "Ctrl-C did not end the server with exit status 0",
        why: "A server that runs until it is told to stop must stop when it is told to, whatever its clients are \
              doing: on SIGINT it ends with status 0.",
        book,
    };
    lesson.check(teach, move || {
        for arguments in arguments {
            let server = lesson.server().args(*arguments).listen()?;
            let _silent = server.connect()?;
            meanwhile(&server)?;
            server.interrupt()?;
            server.expect_end(0)?;
        }
        Ok(())
    })
}

/// A client ends with status 1 and one line, and has printed nothing, where nobody listens and where there is no such
/// address. `ask` makes a client that connects to the address it is given; `others` are what it is given else, and what the
/// line must name then.
///
/// # Errors
///
/// When it does not.
pub fn the_client_says_that_nobody_listens(
    lesson: Lesson,
    book: &'static str,
    ask: fn(Program, &str) -> Program,
    others: &'static [(&'static str, &'static str)],
) -> Verdict {
    let teach = Teach {
        wrong: "an address that cannot be reached did not end in one clear line, with nothing on standard output",
        why: "Where nobody listens, or where no such address is found, there is no connection: the program says the \
              system's error in one line `error: …` with the address, prints nothing, and ends with status 1.",
        book,
    };
    lesson.check(teach, move || {
        let fails = |address: &str, named: &str| -> Result<(), Failure> {
            let client = ask(lesson.client(), address).start()?;
            client.expect_error_line(&[named])?;
            client.expect_end(1)?;
            // What it sends it says only where it can.
            client.expect_stdout("").map_err(|failure| failure.row("note", "connect first, and print afterwards"))
        };
        let port = RefusingPort::bind()?;
        let refused = port.addr()?;
        fails(&refused, &refused)?;
        others.iter().try_for_each(|(address, named)| fails(address, named))
    })
}

/// Both programs refuse an argument that they do not know, with status 2.
///
/// # Errors
///
/// When they do not.
pub fn unknown_arguments_end_with_status_2(lesson: Lesson, book: &'static str) -> Verdict {
    let teach = Teach {
        wrong: "an unknown argument was not refused",
        why: "What cannot be understood is refused before anything is done: exit status 2, and the argument on \
              standard error.",
        book,
    };
    lesson.check(teach, move || {
        for program in [lesson.server(), lesson.client()] {
            let program = program.arg("--no-such-argument").start()?;
            program.expect_stderr_that(&contains("--no-such-argument"))?;
            program.expect_end(2)?;
        }
        Ok(())
    })
}
