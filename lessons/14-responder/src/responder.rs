//! Which handler answers which request.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::collections::HashMap;
use std::fmt::{self, Debug};
use std::io;
use std::path::Path;

use body::Expectation;
use representation::{Folder, normal_path};
use request::{Method, Status};

use crate::error::Error;
use crate::methods::{not_allowed, options};
use crate::path::Pattern;
use crate::request::Request;
use crate::response::{HandlerResult, Response};
use crate::settings::Settings;
use crate::stored::stored;

/// A handler as it is kept.
type Handler = Box<dyn for<'a> Fn(Request<'a>) -> HandlerResult<'a> + Send + Sync>;

/// An application: handlers by path and method, folders of files, and what a client may take.
///
/// A handler takes a [`Request`] and returns a [`HandlerResult`]. Many run at a time, each in its connection's thread; one
/// that panics is answered with 500. HEAD goes to the handler of GET, and the content of its response is left out. OPTIONS,
/// methods that a path does not have and paths that there are not are answered without a handler.
///
/// Preconditions of GET and HEAD are evaluated by the `ETag` and `Last-Modified` of the handler's response. Before a handler of
/// another method changes anything, it asks [`Request::conditions`].
///
/// A path is literal or has `{name}` segments. A literal path goes first, then the earlier one of two that fit, then
/// folders.
#[derive(Default)]
pub struct Responder {
    literal: HashMap<String, Resource>,
    patterns: Vec<(Pattern, Resource)>,
    folders: Vec<(String, Folder)>,
    pub(crate) settings: Settings,
}

/// What answers at a path.
#[derive(Default)]
struct Resource {
    handlers: Vec<(Method, Handler)>,
}

impl Responder {
    /// An application without any page.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers GET, and HEAD, at this path.
    #[must_use]
    pub fn get<H>(self, path: &str, handler: H) -> Self
    where
        H: for<'a> Fn(Request<'a>) -> HandlerResult<'a> + Send + Sync + 'static,
    {
        self.on(Method::Get, path, handler)
    }

    /// Answers POST at this path.
    #[must_use]
    pub fn post<H>(self, path: &str, handler: H) -> Self
    where
        H: for<'a> Fn(Request<'a>) -> HandlerResult<'a> + Send + Sync + 'static,
    {
        self.on(Method::Post, path, handler)
    }

    /// Answers any method at this path.
    #[must_use]
    pub fn on<H>(mut self, method: Method, path: &str, handler: H) -> Self
    where
        H: for<'a> Fn(Request<'a>) -> HandlerResult<'a> + Send + Sync + 'static,
    {
        self.resource(path).handlers.push((method, Box::new(handler)));
        self
    }

    /// Answers with the files of a folder at the paths that begin with `path`, which ends in `/`.
    ///
    /// # Errors
    ///
    /// When the folder cannot be opened.
    pub fn folder(self, path: &str, folder: impl AsRef<Path>) -> io::Result<Self> {
        Ok(self.files(path, Folder::open(folder)?))
    }

    /// As [`folder`](Self::folder), with a folder that says what else it does: list what is in it, let caches keep its
    /// files.
    #[must_use]
    pub fn files(mut self, path: &str, folder: Folder) -> Self {
        self.folders.push((path.to_owned(), folder));
        self
    }

    /// Sets what a client may take.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }
}

impl Responder {
    fn resource(&mut self, path: &str) -> &mut Resource {
        if let Some(pattern) = Pattern::new(path) {
            let known = self.patterns.iter().position(|(other, _)| *other == pattern);
            let at = known.unwrap_or_else(|| {
                self.patterns.push((pattern, Resource::default()));
                self.patterns.len() - 1
            });
            return &mut self.patterns[at].1;
        }
        self.literal.entry(normal_path(path).into_owned()).or_default()
    }

    /// The response to a request.
    pub(crate) fn answer<'a>(&'a self, request: Request<'a>) -> HandlerResult<'a> {
        let is_personal = request.field("Authorization").is_some();
        let answer = self.route(request);
        if is_personal { answer.map(Response::private).map_err(Error::private) } else { answer }
    }

    fn route<'a>(&'a self, mut request: Request<'a>) -> HandlerResult<'a> {
        // GAP 1 of 7: route (place 1 of 4)
        // Refuse, in this order: a method that neither HTTP (`is_known`) nor any resource has, and CONNECT
        // (501); a scheme other than http, in any letter case (421); an expectation that is unknown (417). The
        // texts are `page::unknown_method`, `NO_TUNNELS`, `http_only` and `EXPECTATION_UNKNOWN`. A request for
        // the whole server (`is_server_wide`) gets the `options` of all `methods()`. Then the `normal_path`
        // decides: a literal path first, then the first pattern that `matches` and gives the `parameters` of the
        // request, then the first folder whose path it begins with (`stored`); else `not_found`.
        todo!("gap 1: route")
    }

    /// The methods of all resources, some of them more than once.
    fn methods(&self) -> impl Iterator<Item = &Method> {
        let resources = self.literal.values().chain(self.patterns.iter().map(|(_, resource)| resource));
        let of_folders = self.folders.iter().map(|_| &Method::Get);
        resources.flat_map(Resource::methods).chain(of_folders)
    }
}

impl Resource {
    fn methods(&self) -> impl Iterator<Item = &Method> {
        self.handlers.iter().map(|(method, _)| method)
    }

    fn handler(&self, method: &Method) -> Option<&Handler> {
        // GAP 1 of 7: route (place 3 of 4)
        // Return the handler of this method. HEAD goes to that of GET, where HEAD has none of its own.
        todo!("gap 1: route")
    }

    fn answer<'a>(&'a self, request: Request<'a>) -> HandlerResult<'a> {
        let head = request.head;
        self.handle(request)?.on_conditions(head)
    }

    fn handle<'a>(&'a self, request: Request<'a>) -> HandlerResult<'a> {
        // GAP 1 of 7: route (place 4 of 4)
        // Return the response of this resource. If it has a handler for the method, call that one. If not,
        // OPTIONS gets the `options`, and every other method the error `not_allowed`: both name the `methods()`.
        todo!("gap 1: route")
    }
}

fn not_found(target: &str) -> Error {
    Error::page(Status::NOT_FOUND, page::missing(404, target))
}

impl Debug for Responder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Responder").field("settings", &self.settings).finish_non_exhaustive()
    }
}
