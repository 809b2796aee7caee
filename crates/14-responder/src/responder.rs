//! Which handler answers which request.

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

    // ANCHOR: answer
    /// The response to a request.
    pub(crate) fn answer<'a>(&'a self, request: Request<'a>) -> HandlerResult<'a> {
        let is_personal = request.field("Authorization").is_some();
        let answer = self.route(request);
        if is_personal { answer.map(Response::private).map_err(Error::private) } else { answer }
    }

    fn route<'a>(&'a self, mut request: Request<'a>) -> HandlerResult<'a> {
        // ANCHOR: route
        let head = request.head;
        if !head.method.is_known() && !self.methods().any(|method| *method == head.method) {
            return Err(Error::page(Status::NOT_IMPLEMENTED, page::unknown_method(head.method.as_str())));
        }
        // RFC 9110 section 9.3.6: tunnels are for proxies.
        if head.method == Method::Connect {
            return Err(Error::page(Status::NOT_IMPLEMENTED, page::NO_TUNNELS));
        }
        if head.target.scheme().is_some_and(|scheme| !scheme.eq_ignore_ascii_case("http")) {
            return Err(Error::page(Status::MISDIRECTED_REQUEST, page::http_only(head.target.as_str())));
        }
        if body::expectation(head) == Expectation::Unknown {
            return Err(Error::page(Status::EXPECTATION_FAILED, page::EXPECTATION_UNKNOWN));
        }
        if head.target.is_server_wide(&head.method) {
            return options(&self.methods().collect());
        }
        let path = normal_path(head.target.path());
        if let Some(resource) = self.literal.get(&*path) {
            return resource.answer(request);
        }
        let fitting = self.patterns.iter().find_map(|(pattern, resource)| Some((resource, pattern.matches(&path)?)));
        if let Some((resource, parameters)) = fitting {
            request.parameters = parameters;
            return resource.answer(request);
        }
        match self.folders.iter().find(|(prefix, _)| path.starts_with(prefix)) {
            Some((_, folder)) => stored(folder, &request),
            None => Err(not_found(head.target.as_str())),
        }
        // ANCHOR_END: route
    }
    // ANCHOR_END: answer

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
        // ANCHOR: handler
        let of = |wanted: &Method| self.handlers.iter().find(|(method, _)| method == wanted);
        of(method).or_else(|| if *method == Method::Head { of(&Method::Get) } else { None }).map(|(_, handler)| handler)
        // ANCHOR_END: handler
    }

    fn answer<'a>(&'a self, request: Request<'a>) -> HandlerResult<'a> {
        let head = request.head;
        self.handle(request)?.on_conditions(head)
    }

    fn handle<'a>(&'a self, request: Request<'a>) -> HandlerResult<'a> {
        // ANCHOR: not_allowed
        match self.handler(request.method()) {
            Some(handler) => handler(request),
            None if *request.method() == Method::Options => options(&self.methods().collect()),
            None => Err(not_allowed(request.method(), &self.methods().collect())),
        }
        // ANCHOR_END: not_allowed
    }
}

fn not_found(target: &str) -> Error {
    // ANCHOR: not_found
    Error::page(Status::NOT_FOUND, page::missing(404, target))
    // ANCHOR_END: not_found
}

impl Debug for Responder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Responder").field("settings", &self.settings).finish_non_exhaustive()
    }
}
