//! One URL, until there is a response to keep: redirects followed, downloads continued.

use std::collections::HashSet;

use crate::args::Args;
use crate::data::{Data, Origin};
use crate::deadline::Deadline;
use crate::download::Download;
use crate::failure::{Failure, Kind};
use crate::pool::Pool;
use crate::request::Request;
use crate::response::{Next, Response};
use crate::visible::Visible;

/// What lasts from one URL to the next.
pub struct Session<'a> {
    args: &'a Args,
    pool: Pool<'a>,
    content: Origin,
}

impl<'a> Session<'a> {
    pub fn new(args: &'a Args, deadline: Deadline) -> Self {
        Self { args, pool: Pool::new(args, deadline), content: Origin::new(args) }
    }

    /// Asks until there is a last response, and writes that.
    pub fn fetch(&mut self, request: Request) -> Result<(), Failure> {
        let output = self.args.file();
        let mut download = output.map(|path| Download::new(path, self.args.go_on)).transpose()?;
        let fetched = self.follow(request, &mut download);
        if let (Err(_), Some(download)) = (&fetched, &download) {
            download.cut_off();
        }
        fetched
    }

    fn follow(&mut self, mut request: Request, download: &mut Option<Download>) -> Result<(), Failure> {
        let refused = |text: String| Failure::new(Kind::Redirect, text);
        let mut asked = HashSet::from([request.identity()]);
        loop {
            if let Some(download) = download.as_mut().filter(|download| download.is_whole(&request.uri)) {
                return download.complete();
            }
            let redirect = match self.ask(&request, download.as_mut())? {
                Next::Done => return Ok(()),
                Next::Again => continue,
                Next::Redirect(redirect) => redirect,
            };
            let location = Visible(&redirect.location);
            let next = request.redirected(&redirect).map_err(|wrong| {
                refused(format!("{} redirects to {location}, which this client does not follow: {wrong}", request.uri))
            })?;
            cli::note(format_args!("{} redirects ({}) to {}", request.uri, redirect.status, next.uri));
            if asked.len() > self.args.redirects as usize {
                return Err(refused(format!("there are more than {} redirects", self.args.redirects)));
            }
            if !asked.insert(next.identity()) {
                return Err(refused(format!("the redirects lead in a circle, back to {}", next.uri)));
            }
            request = next;
        }
    }

    fn ask(&mut self, request: &Request, mut download: Option<&mut Download>) -> Result<Next, Failure> {
        let range = download.as_mut().and_then(|download| download.range(&request.uri));
        let head = request.head(range.iter().flatten())?;
        let content = &mut self.content;
        let open = || if request.has_content { content.open() } else { Ok(Data::nothing()) };
        let mut response = Response::new(self.args, request, download, range.is_some());
        let exchanged = self.pool.exchange(request.uri.server(), &head, open, |event| response.take(event));
        response.next(exchanged)
    }
}
