//! The text of a figure, as it stands in `book/figures/NN-name.toml`.

use harness::recording::Side;
use serde::Deserialize;

/// A figure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// What it shows, in a few words.
    pub title: String,
    /// What it shows, for those who do not see it: all that matters.
    pub description: String,
    /// Whether it is an image of its own, for pages that cannot include it.
    #[serde(default)]
    pub image: bool,
    /// How its recordings are made.
    #[serde(default)]
    pub recording: Vec<Source>,
    /// What is drawn, one below the other.
    pub panel: Vec<Panel>,
}

/// How a recording is made: the programs run with the wire between them, or a graded test runs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What it is called in this figure, where it has several.
    #[serde(default)]
    pub name: String,
    /// The server: a program of the course with its arguments, or any command. `{addr}` stands for its address.
    pub server: Option<String>,
    /// The client: likewise. `{addr}` and `{url}` stand for the wire.
    pub client: Option<String>,
    /// What the client reads from its standard input.
    #[serde(default)]
    pub stdin: String,
    /// Or what somebody types who is the client.
    #[serde(default)]
    pub script: Vec<Act>,
    /// Or the recording whose server is the client here. In that server's command, `{upstream}` stands for this wire.
    pub behind: Option<String>,
    /// Or a graded test: the lesson and the test's name.
    pub test: Option<String>,
    /// Or the recording of another figure: its name, and after a dot that of the recording where it has one.
    pub of: Option<String>,
    /// The side whose pieces are kept apart, although they were sent at once.
    #[serde(default, deserialize_with = "some_side")]
    pub pieces: Option<Side>,
    /// Whether the servers are told apart by their ports: 12345, 12346 and so on.
    #[serde(default)]
    pub apart: bool,
}

/// What a client without a program does.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Sends.
    Send(String),
    /// Waits until so many octets have come in all, or the end.
    Await(usize),
    /// Waits so many milliseconds.
    Wait(u64),
    /// Ends its side (FIN), and goes on reading.
    End,
    /// Resets the connection.
    Reset,
    /// Begins another connection; the one before stays open.
    Connect,
}

/// A part of a figure.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Panel {
    /// Who sends what to whom, from top to bottom.
    Sequence(Sequence),
    /// Octets, and what they are.
    Octets(Octets),
    /// Layers on one another.
    Layers(Layers),
    /// States, and what leads from one to the next.
    States(States),
    /// Connections side by side.
    Timeline(Timeline),
    /// Client and server, and the buffers between them.
    Buffers(Buffers),
    /// Parts of a whole.
    Parts(Parts),
    /// How many octets have come by when.
    Plot(Plot),
}

impl Panel {
    /// What is above it.
    pub fn heading(&self) -> Option<&str> {
        let heading = match self {
            Self::Sequence(sequence) => &sequence.heading,
            Self::Octets(octets) => &octets.heading,
            Self::Layers(layers) => &layers.heading,
            Self::States(states) => &states.heading,
            Self::Timeline(timeline) => &timeline.heading,
            Self::Buffers(buffers) => &buffers.heading,
            Self::Parts(parts) => &parts.heading,
            Self::Plot(plot) => &plot.heading,
        };
        heading.as_deref()
    }
}

/// Layers, the highest first.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layers {
    /// What is above it.
    pub heading: Option<String>,
    /// What stands in the learner's own layers; `yours` unless given.
    pub own: Option<String>,
    /// The layers.
    pub layer: Vec<Layer>,
}

/// A layer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    /// What it is called.
    pub name: String,
    /// What it does.
    pub text: Option<String>,
    /// What is seen of it.
    pub octets: Option<String>,
    /// The recording in which somebody sent these octets.
    pub sent: Option<String>,
    /// What stands at its right side.
    pub aside: Option<String>,
    /// Whether it is the learner's own.
    #[serde(default)]
    pub own: bool,
    /// What goes between it and the next one below.
    pub carries: Option<String>,
}

/// States, and what leads from one to the next.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct States {
    /// What is above it.
    pub heading: Option<String>,
    /// The source in which the states have these names.
    pub source: Option<String>,
    /// Which state is in which row; found out unless given.
    #[serde(default)]
    pub rows: Vec<Vec<String>>,
    /// The states that are marked.
    #[serde(default)]
    pub marked: Vec<String>,
    /// The arrows.
    pub edge: Vec<Edge>,
}

/// An arrow from a state to another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edge {
    /// Where it begins.
    pub from: String,
    /// Where it leads.
    pub to: String,
    /// Why.
    pub label: Option<String>,
    /// An arrow to another row than the next goes round at the left side, not at the right.
    #[serde(default)]
    pub left: bool,
}

/// Who sends what to whom.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sequence {
    /// What is above it.
    pub heading: Option<String>,
    /// From left to right.
    #[serde(default = "two_parties")]
    pub parties: Vec<String>,
    /// The recordings, unless it is the only one, and between which parties each of them is.
    #[serde(default)]
    pub between: Vec<Between>,
    /// What happens; all events of the recording unless given.
    #[serde(default)]
    pub story: Vec<Step>,
    /// The events of the recording that are not shown: `5`, or `7..9` for all from the one to the other.
    #[serde(default)]
    pub without: Vec<String>,
    /// How many lines of octets an arrow carries at most.
    #[serde(default = "three")]
    pub lines: usize,
    /// How the begin of a connection is drawn.
    #[serde(default)]
    pub open: Open,
}

/// A recording in a sequence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Between {
    /// Its name.
    #[serde(default)]
    pub recording: String,
    /// Which of its connections; all unless given.
    pub connection: Option<u64>,
    /// Who the client is in it.
    pub client: String,
    /// Who the server is in it.
    pub server: String,
}

/// How the begin of a connection is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Open {
    /// As one line.
    #[default]
    Line,
    /// As its three segments.
    Handshake,
    /// Not at all.
    None,
}

/// A line of a story.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Step {
    /// `3` is the third event, `client: …` something that the client does, `client waits: …` the begin of a wait,
    /// `client goes on: …` its end, `...` that time passes, and everything else stands between the parties.
    Plain(String),
    /// An event, and how it is shown.
    Event(Shown),
    /// A segment with an ACK alone, which no recording has.
    Ack(Acked),
    /// Something between two parties of which there is no recording: words, and no octets.
    Told(Told),
}

/// Something between two parties of which there is no recording.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Who sends it.
    pub from: String,
    /// Who gets it.
    pub to: String,
    /// What is said of it.
    pub say: String,
}

/// An event, and how it is shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// Which.
    pub event: String,
    /// Of its octets, only this: it must be in them.
    #[serde(default)]
    pub show: Vec<String>,
    /// These octets must not be in it.
    #[serde(default)]
    pub lacks: Vec<String>,
    /// What is said of it, after its octets.
    pub say: Option<String>,
    /// It does not arrive.
    #[serde(default)]
    pub lost: bool,
    /// It goes out once more: it is in the story already.
    #[serde(default)]
    pub again: bool,
    /// The event of the other side that is under way at the same time.
    pub cross: Option<String>,
    /// The event of the other side whose ACK is in the same segment.
    pub acks: Option<String>,
}

/// A segment with an ACK alone.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acked {
    /// The event up to which everything has come.
    pub acks: String,
    /// What is said of it.
    pub say: Option<String>,
    /// It does not arrive.
    #[serde(default)]
    pub lost: bool,
}

/// Octets, and what they are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Octets {
    /// What is above it.
    pub heading: Option<String>,
    /// The recording, where the figure has several.
    #[serde(default)]
    pub recording: String,
    /// Who sent them.
    #[serde(deserialize_with = "side")]
    pub from: Side,
    /// On which connection.
    #[serde(default = "one")]
    pub connection: u64,
    /// Of all that was sent, it begins with these octets.
    pub start: Option<String>,
    /// And it ends with these, the first after its begin.
    pub end: Option<String>,
    /// Shows where a piece ended that one read returned.
    #[serde(default)]
    pub pieces: bool,
    /// What stands for itself.
    #[serde(default)]
    pub range: Vec<Range>,
    /// Whether ranges of which nothing is said are found by the structure of HTTP.
    #[serde(default)]
    pub structure: bool,
}

/// Some octets that have a name.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// The octets.
    pub find: Option<String>,
    /// Only those in here are looked at.
    pub within: Option<String>,
    /// Which of several; all of them when 0.
    #[serde(default = "first")]
    pub nth: usize,
    /// Or the numbers of the first octet and of the one after the last, counted from 0.
    pub octets: Option<(usize, usize)>,
    /// Or from the begin of these octets …
    pub begin: Option<String>,
    /// … to the end of these.
    pub end: Option<String>,
    /// What it is called, below it.
    pub label: Option<String>,
    /// What it is called where one asks what it is; the label unless given.
    pub name: Option<String>,
    /// What it is and what it is for: the inspector says it.
    pub explain: Option<String>,
    /// Its colour, 1 to 6, or 0 for none; one after the other unless given.
    pub colour: Option<usize>,
}

/// Connections side by side, time from left to right.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timeline {
    /// What is above it.
    pub heading: Option<String>,
    /// What a step to the right is.
    #[serde(default)]
    pub by: By,
    /// The connections, from top to bottom.
    pub lane: Vec<Lane>,
}

/// What a step to the right is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// One event.
    #[default]
    Order,
    /// A time, as the recording has it: halves of seconds.
    Time,
}

/// A connection.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lane {
    /// What is above it.
    pub name: Option<String>,
    /// The recording, where the figure has several.
    #[serde(default)]
    pub recording: String,
    /// Which of its connections.
    #[serde(default = "one")]
    pub connection: u64,
    /// Its bars; found in the connection unless given.
    #[serde(default)]
    pub bar: Vec<Bar>,
}

/// Something that takes time.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bar {
    /// The event with which it begins.
    pub from: String,
    /// The event with which it ends; the same unless given.
    pub to: Option<String>,
    /// What it is.
    pub label: Option<String>,
    /// Its colour, 1 to 6.
    #[serde(default = "first")]
    pub colour: usize,
}

/// Client and server, and the buffers between them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Buffers {
    /// What is above it.
    pub heading: Option<String>,
    /// The ways from one to the other, from top to bottom.
    pub channel: Vec<Channel>,
    /// What says how much a buffer holds.
    pub proof: Option<Proof>,
}

/// What says how much a buffer holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// A file of the course.
    pub file: String,
    /// What stands in it. `{held}` is how many pieces the buffers hold.
    pub text: String,
}

/// A way from one to the other. Wherever pieces of it are shown, they are all that was sent: of a stream its octets, of datagrams
/// the begin of each.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// The recording, where the figure has several.
    #[serde(default)]
    pub recording: String,
    /// Who sends.
    #[serde(deserialize_with = "side")]
    pub from: Side,
    /// On which connection.
    #[serde(default = "one")]
    pub connection: u64,
    /// What the sender does with each piece.
    pub send: Option<String>,
    /// What it sends.
    #[serde(default)]
    pub sends: Vec<String>,
    /// Said of the sender; after a `!`, what goes wrong.
    #[serde(default)]
    pub sender: Vec<String>,
    /// What the receiver does for each piece.
    pub receive: Option<String>,
    /// What it gets.
    #[serde(default)]
    pub receives: Vec<String>,
    /// Said of the receiver.
    #[serde(default)]
    pub receiver: Vec<String>,
    /// Nobody takes anything out of the last buffer.
    #[serde(default)]
    pub unread: bool,
    /// The pieces in a buffer are below one another.
    #[serde(default)]
    pub down: bool,
    /// The buffers, in the order in which octets pass them.
    pub buffer: Vec<Buffer>,
}

/// A buffer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Buffer {
    /// What is above it.
    pub name: String,
    /// What is in it, the first first.
    #[serde(default)]
    pub holds: Vec<String>,
    /// Whether nothing more has room in it.
    #[serde(default)]
    pub full: bool,
    /// What came after that, and found no room.
    #[serde(default)]
    pub lost: Vec<String>,
    /// Said of what is lost.
    pub say: Option<String>,
}

/// Parts of a whole.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parts {
    /// What is above it.
    pub heading: Option<String>,
    /// The octets of the whole.
    pub whole: String,
    /// How many of them are there already, from the first on.
    pub kept: usize,
    /// The parts.
    pub part: Vec<Part>,
}

/// A part of a whole.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The recording, where the figure has several.
    #[serde(default)]
    pub recording: String,
    /// The value of its `Content-Range`, which somebody sent.
    pub range: String,
    /// What is said of it.
    pub say: String,
    /// Its colour, 1 to 6.
    pub colour: usize,
}

/// How much content has come by when, against the least that must have.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plot {
    /// What is above it.
    pub heading: Option<String>,
    /// How long a client may send nothing at first (seconds).
    pub silence: f64,
    /// From then on, how many octets must come each second.
    pub rate: f64,
    /// What is said of that.
    pub limit: String,
    /// The clients.
    pub curve: Vec<Curve>,
}

/// What one client sends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Curve {
    /// The recording, where the figure has several.
    #[serde(default)]
    pub recording: String,
    /// What is said of it.
    pub label: String,
    /// What the response has in it.
    pub response: String,
    /// Its colour, 1 to 6.
    pub colour: usize,
}

fn two_parties() -> Vec<String> {
    vec!["client".to_owned(), "server".to_owned()]
}

const fn three() -> usize {
    3
}

const fn one() -> u64 {
    1
}

const fn first() -> usize {
    1
}

fn some_side<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Side>, D::Error> {
    side(from).map(Some)
}

fn side<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Side, D::Error> {
    match String::deserialize(from)?.as_str() {
        "client" => Ok(Side::Client),
        "server" => Ok(Side::Server),
        other => Err(serde::de::Error::custom(format!("a side is client or server, not {other:?}"))),
    }
}
