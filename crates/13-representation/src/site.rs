//! What the server has to show: a folder, or a few pages of its own.

use std::time::SystemTime;

use connection::RequestError;
use page::html;
use representation::{Answer, Folder, Representation, answer, method_not_allowed, page};
use request::{Form, RequestHead, Status};

/// Where answers come from.
pub enum Site {
    /// The pages of this program.
    Pages,
    /// The files of a folder.
    Folder(Folder),
}

const FIRST: &str =
    "<p>It works. There are also <a href=\"/alphabet\">/alphabet</a> and <a href=\"/numbers\">/numbers</a>.
With <code>--root FOLDER</code> this server shows the files of a folder.</p>";

impl Site {
    // ANCHOR: site
    /// The answer to a request.
    pub fn answer(&self, request: &RequestHead, now: SystemTime) -> Answer {
        let answer = if !request.method.is_known() {
            let method = html(request.method.as_str());
            let text =
                format!("This server does not know the method <code>{method}</code>. Methods are case-sensitive.");
            page(Status::NOT_IMPLEMENTED, &text)
        } else if request.target.scheme().is_some_and(|scheme| !scheme.eq_ignore_ascii_case("http")) {
            page(Status::MISDIRECTED_REQUEST, "This connection is for <code>http</code> only.")
        } else if matches!(request.target.form(), Form::Authority | Form::Asterisk) {
            method_not_allowed(&request.method, "GET, HEAD")
        } else {
            match self {
                Self::Pages => built_in(request, now),
                Self::Folder(folder) => folder.answer(request, now),
            }
        };
        answer.to(&request.method)
    }
    // ANCHOR_END: site
}

// ANCHOR: built_in
fn built_in(request: &RequestHead, now: SystemTime) -> Answer {
    let representation = match request.target.path() {
        "/" => Representation::page("text/html; charset=utf-8", page::page("HTTP from the Socket Up", FIRST)),
        "/alphabet" => Representation::page("text/plain; charset=utf-8", "abcdefghijklmnopqrstuvwxyz"),
        "/numbers" => Representation::page("text/plain; charset=utf-8", numbers()),
        _ => {
            let target = html(request.target.as_str());
            let text = format!("There is no page <code>{target}</code> here. Go to <a href=\"/\">the first page</a>.");
            return page(Status::NOT_FOUND, &text);
        }
    };
    match representation.negotiate(request, || None) {
        Ok(representation) => answer(request, representation, now),
        Err(answer) => *answer,
    }
}
// ANCHOR_END: built_in

/// The numbers from 1 to 1000, one a line.
fn numbers() -> String {
    (1..=1000).fold(String::new(), |text, number| text + &number.to_string() + "\n")
}

/// The answer to what is no request.
pub fn refusal(error: &RequestError) -> Answer {
    let status = error.status();
    page(status, &page::refusal(error.what(), None, error.section(), status.code()))
}
