//! One Chromium that opens many pages: each start of one costs as much as ten pages.
//!
//! It is driven by the `DevTools` protocol through two pipes: messages of JSON, each with a zero byte after it. Of the
//! answers this reads only strings that need no JSON parser: identifiers, error names, and what it had encoded itself.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::Instant;

use crate::failure::{Failure, Kind, Verdict};
use crate::folder::Folder;
use crate::left_out::left_out;
use crate::quantity::secs;
use crate::tools::{CHROMIUM, CHROMIUM_ARGS, CHROMIUM_DEADLINE, Page, Tool, find, option};

/// A page with all that it loads.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The page itself.
    pub page: Page,
    /// What the script has returned.
    pub returned: String,
    /// The answers to the page and to what it asked for, in their order: the URL and the status.
    pub answers: Vec<(String, String)>,
    /// What stands in the console as an error or a warning, exceptions, and what could not be loaded: as Chromium tells
    /// it, in JSON.
    pub complaints: Vec<String>,
}

/// Hands Chromium its pipes, which it expects as files 3 and 4.
const WITH_PIPES: &str = r#"exec "$0" "$@" 3<&0 4>&1 < /dev/null > /dev/null"#;

/// A Chromium without a window; it is ended when this is dropped.
#[derive(Debug)]
pub struct Browser {
    commands: ChildStdin,
    messages: Receiver<String>,
    /// What came before the answer to the last command.
    passed: Vec<String>,
    /// The page, once there is one.
    session: String,
    /// How many commands were sent.
    count: u64,
    /// What the pages have told of themselves that are being visited.
    told: Vec<String>,
    _tool: Tool,
    _folder: Folder,
}

/// A share in the one Chromium of all tests of this program that run at the same time; it ends with the last of them.
#[derive(Debug)]
pub struct SharedBrowser(Arc<Mutex<Browser>>);

impl SharedBrowser {
    /// Starts Chromium where none runs yet; `None` as with [`Browser::start`].
    ///
    /// # Errors
    ///
    /// As [`Browser::start`].
    pub fn start() -> Verdict<Option<Self>> {
        static SHARED: Mutex<Weak<Mutex<Browser>>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(browser) = shared.upgrade() {
            return Ok(Some(Self(browser)));
        }
        let Some(browser) = Browser::start()? else { return Ok(None) };
        let browser = Arc::new(Mutex::new(browser));
        *shared = Arc::downgrade(&browser);
        Ok(Some(Self(browser)))
    }

    /// The browser, when it is this test's turn.
    pub fn turn(&self) -> MutexGuard<'_, Browser> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Browser {
    /// Starts Chromium; `None` where it is not installed, as with [`tool`](crate::tool), and where it cannot be given its
    /// pipes (Windows).
    ///
    /// # Errors
    ///
    /// When Chromium cannot be started or twice does nothing for 30 seconds, and as [`tool`](crate::tool).
    pub fn start() -> Verdict<Option<Self>> {
        let Some(program) = find(&CHROMIUM)? else { return Ok(None) };
        if !cfg!(unix) {
            left_out("what Chromium makes of it", "it cannot be given its pipes on this system")?;
            return Ok(None);
        }
        // Now and then a Chromium hangs before it has opened anything: then it is started anew.
        match Self::run(&program) {
            Err(failure) if *failure.kind() == Kind::NoAnswer => Self::run(&program),
            result => result,
        }
        .map(Some)
    }

    fn run(program: &Path) -> Verdict<Self> {
        let broken = |error: io::Error| Failure::broken("cannot run Chromium", &error);
        let folder = Folder::of_kind("chromium").map_err(broken)?;
        let mut command = Command::new("sh");
        command.args(["-c", WITH_PIPES]).arg(program).args(CHROMIUM_ARGS).arg("--remote-debugging-pipe");
        command.arg(option("--user-data-dir=", &folder.path().join("profile")));
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        command.stderr(File::create(folder.path().join("stderr")).map_err(broken)?);
        let mut tool = Tool::spawn(&mut command).map_err(broken)?;
        let (Some(commands), Some(answers)) = tool.pipes() else {
            return Err(broken(io::Error::other("no pipes")));
        };
        let (send, messages) = mpsc::channel();
        thread::spawn(move || {
            let answers = BufReader::new(answers).split(0).map_while(Result::ok);
            answers.map(|message| String::from_utf8_lossy(&message).into_owned()).try_for_each(|text| send.send(text))
        });
        let (session, passed, told) = (String::new(), Vec::new(), Vec::new());
        let mut browser = Self { commands, messages, session, count: 0, passed, told, _tool: tool, _folder: folder };
        browser.ask("", "Browser.getVersion", "")?;
        Ok(browser)
    }

    /// Opens `url` and waits until the page has been loaded, or cannot be.
    ///
    /// # Errors
    ///
    /// When that takes longer than 30 seconds, or Chromium ends.
    pub fn open(&mut self, url: &str) -> Verdict<Page> {
        let session = self.session()?;
        let answer = self.ask(&session, "Page.navigate", &format!(r#""url":"{url}""#))?;
        let error = string(&answer, "errorText");
        Ok(if error.is_empty() {
            self.wait_until_loaded(url, string(&answer, "loaderId"))?;
            let dom = self.evaluate(&session, "encodeURIComponent(document.documentElement?.outerHTML ?? '')")?;
            Page { dom, error: None }
        } else {
            Page { dom: String::new(), error: Some(error.to_owned()) }
        })
    }

    /// Waits until the page of this navigation has been loaded; one whose connection breaks off on the way only stops.
    fn wait_until_loaded(&mut self, url: &str, loader: &str) -> Verdict {
        let whole = format!(r#""loaderId":"{loader}","name":"load""#);
        let begun = format!(r#""loaderId":"{loader}""#);
        let mut is_there = false;
        let mut is_done = |message: &str| {
            is_there |= message.contains("Page.frameNavigated") && message.contains(&begun);
            message.contains(&whole) || (is_there && message.contains("Page.frameStoppedLoading"))
        };
        // A small page may have been loaded before the answer to the command came.
        if self.passed.iter().any(|message| is_done(message)) {
            return Ok(());
        }
        self.wait(&format!("Chromium opens {url}"), is_done).map(drop)
    }

    /// The one page in which all are opened, one after the other: a new one each time is a new process each time.
    fn session(&mut self) -> Verdict<String> {
        if self.session.is_empty() {
            let answer = self.ask("", "Target.createTarget", r#""url":"about:blank""#)?;
            let target = format!("{:?}", string(&answer, "targetId"));
            let answer = self.ask("", "Target.attachToTarget", &format!(r#""targetId":{target},"flatten":true"#))?;
            string(&answer, "sessionId").clone_into(&mut self.session);
            let session = self.session.clone();
            self.ask(&session, "Page.enable", "")?;
            self.ask(&session, "Page.setLifecycleEventsEnabled", r#""enabled":true"#)?;
        }
        Ok(self.session.clone())
    }

    /// Opens `url`, waits until nothing is loaded any more, and runs `script` there, an expression of which a promise is
    /// waited for. Then it loads the page again, as the reader does who presses F5, and waits once more.
    ///
    /// # Errors
    ///
    /// When one of these takes longer than 30 seconds, or Chromium ends.
    pub fn visit(&mut self, url: &str, script: &str) -> Verdict<Visit> {
        self.told.clear();
        let answer = self.ask("", "Target.createTarget", r#""url":"about:blank""#)?;
        let target = format!("{:?}", string(&answer, "targetId"));
        let answer = self.ask("", "Target.attachToTarget", &format!(r#""targetId":{target},"flatten":true"#))?;
        let session = string(&answer, "sessionId").to_owned();
        for domain in ["Page", "Network", "Log", "Runtime"] {
            self.ask(&session, &format!("{domain}.enable"), "")?;
        }
        self.ask(&session, "Page.setLifecycleEventsEnabled", r#""enabled":true"#)?;
        let answer = self.ask(&session, "Page.navigate", &format!(r#""url":"{url}""#))?;
        let error = Some(string(&answer, "errorText").to_owned()).filter(|error| !error.is_empty());
        let (mut dom, mut returned) = (String::new(), String::new());
        if error.is_none() {
            let first = string(&answer, "loaderId").to_owned();
            let idle = |message: &str| message.contains(r#""name":"networkIdle""#) && message.contains(&session);
            let expected = format!("Chromium loads all of {url}");
            self.wait(&expected, |message| idle(message) && message.contains(&first))?;
            returned =
                self.evaluate(&session, &format!("Promise.resolve({script}).then(String).then(encodeURIComponent)"))?;
            dom = self.evaluate(&session, "encodeURIComponent(document.documentElement?.outerHTML ?? '')")?;
            self.ask(&session, "Page.reload", "")?;
            self.wait(&expected, |message| idle(message) && !message.contains(&first))?;
        }
        self.ask("", "Target.closeTarget", &format!(r#""targetId":{target}"#))?;
        let is = |message: &str, method: &str| message.starts_with(&format!(r#"{{"method":"{method}""#));
        let told = std::mem::take(&mut self.told);
        let answers = told.iter().filter(|message| is(message, "Network.responseReceived")).map(|message| {
            let response = message.split_once(r#""response":{"#).map_or("", |(_, response)| response);
            let status = response.split_once(r#""status":"#).map_or("", |(_, rest)| rest);
            (string(response, "url").to_owned(), status.split([',', '}']).next().unwrap_or_default().to_owned())
        });
        let complaints = told.iter().filter(|message| {
            let bad = |name: &str| ["error", "warning", "assert"].iter().any(|bad| string(message, name) == *bad);
            is(message, "Runtime.exceptionThrown")
                || is(message, "Network.loadingFailed")
                || is(message, "Log.entryAdded") && bad("level")
                || is(message, "Runtime.consoleAPICalled") && bad("type")
        });
        Ok(Visit {
            page: Page { dom, error },
            returned,
            answers: answers.collect(),
            complaints: complaints.cloned().collect(),
        })
    }

    /// The string to which an expression evaluates on a page, encoded by `encodeURIComponent`; a promise is waited for.
    fn evaluate(&mut self, session: &str, expression: &str) -> Verdict<String> {
        let params = format!(r#""awaitPromise":true,"expression":{}"#, quoted(expression));
        let answer = self.ask(session, "Runtime.evaluate", &params)?;
        if answer.contains(r#""exceptionDetails""#) {
            let error = io::Error::other(string(&answer, "description").to_owned());
            return Err(Failure::broken("a script of the test fails in Chromium", &error));
        }
        Ok(decoded(string(&answer, "value")))
    }

    /// Sends a command, to the page of this session if there is one, and returns the answer to it.
    fn ask(&mut self, session: &str, method: &str, params: &str) -> Verdict<String> {
        self.count += 1;
        let id = self.count;
        let session = if session.is_empty() { String::new() } else { format!(r#","sessionId":"{session}""#) };
        let command = format!("{{\"id\":{id}{session},\"method\":\"{method}\",\"params\":{{{params}}}}}\0");
        let sent = self.commands.write_all(command.as_bytes());
        sent.map_err(|error| Failure::broken("cannot speak to Chromium", &error))?;
        let beginning = format!("{{\"id\":{id},");
        self.passed.clear();
        let answer = self.wait(&format!("Chromium answers {method}"), |message| message.starts_with(&beginning))?;
        if answer[beginning.len()..].starts_with("\"error\"") {
            return Err(Failure::broken("Chromium refuses a command", &io::Error::other(answer)));
        }
        Ok(answer)
    }

    /// Waits for a message; those that come before it are kept until the next command, those in which a page tells of
    /// itself longer.
    fn wait(&mut self, expected: &str, mut is_it: impl FnMut(&str) -> bool) -> Verdict<String> {
        let until = Instant::now() + CHROMIUM_DEADLINE;
        loop {
            match self.messages.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(message) if is_it(&message) => return Ok(message),
                Ok(message) => {
                    let telling = ["Network.responseReceived\"", "Network.loadingFailed", "Log.", "Runtime."];
                    if telling.iter().any(|method| message.starts_with(&format!(r#"{{"method":"{method}"#))) {
                        self.told.push(message.clone());
                    }
                    self.passed.push(message);
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    let came = format!("nothing within {}", secs(CHROMIUM_DEADLINE));
                    return Err(Failure::no_answer().row("expected", expected).row("came", came));
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => {
                    return Err(Failure::broken("cannot speak to Chromium", &io::Error::other("it has ended")));
                }
            }
        }
    }
}

/// A text as JSON writes it, if newlines are all that it has of control characters.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            other => quoted.push(other),
        }
    }
    quoted + "\""
}

/// The string of that name in a message; empty where there is none.
fn string<'a>(message: &'a str, name: &str) -> &'a str {
    let value = message.split_once(&format!(r#""{name}":""#));
    value.and_then(|(_, rest)| rest.split_once('"')).map_or("", |(value, _)| value)
}

/// What `encodeURIComponent` has encoded.
fn decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (number, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        bytes.extend(u8::from_str_radix(number, 16));
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_found_in_messages() {
        let message = r#"{"id":3,"result":{"frameId":"F1","errorText":"net::ERR_FAILED"},"sessionId":"S"}"#;
        assert_eq!(string(message, "errorText"), "net::ERR_FAILED");
        assert_eq!(string(message, "loaderId"), "");
    }

    #[test]
    fn texts_are_quoted() {
        assert_eq!(quoted("a \"b\"\n\\"), r#""a \"b\"\n\\""#);
    }

    #[test]
    fn what_was_encoded_is_decoded() {
        assert_eq!(decoded("%3Cb%3E100%25%20Gr%C3%BC%C3%9Fe%3C%2Fb%3E!"), "<b>100% Grüße</b>!");
        assert_eq!(decoded(""), "");
    }
}
