//! A check, and what came of it.

use std::fmt::{self, Display};

use super::offers::Need;
use super::requirements::{self, Requirement};
use super::talk::Talk;

/// How much it matters that something is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Two readers of the same octets find different requests in them, a proxy and the server after it for example.
    Smuggling,
    /// The RFC demands it.
    Must,
    /// The RFC recommends it: there may be reasons to do otherwise.
    Should,
    /// No rule; whoever is on the other side is glad of it.
    Courtesy,
}

impl Class {
    /// All of them, the gravest first.
    pub const ALL: [Self; 4] = [Self::Smuggling, Self::Must, Self::Should, Self::Courtesy];

    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Smuggling => "smuggling",
            Self::Must => "must",
            Self::Should => "should",
            Self::Courtesy => "courtesy",
        }
    }

    /// Whether a program that breaks it is not what it should be.
    pub fn is_grave(self) -> bool {
        matches!(self, Self::Smuggling | Self::Must)
    }

    /// How strongly the table of requirements means a row.
    pub fn of_level(level: &str) -> Self {
        match level {
            "MUST" | "MUST NOT" | "RULE" => Self::Must,
            "SHOULD" | "SHOULD NOT" | "RECOMMENDED" => Self::Should,
            _ => Self::Courtesy,
        }
    }
}

impl Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Smuggling => "smuggling risk",
            Self::Must => "MUST",
            Self::Should => "SHOULD",
            Self::Courtesy => "courtesy",
        })
    }
}

/// What came of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The program does what it should.
    Held,
    /// It does not: so gravely, and in these words.
    Broken(Option<Class>, String),
    /// It lacks what the check is about, for this reason.
    NotOffered(String),
    /// It could not be found out.
    Unclear(String),
}

impl Verdict {
    /// Its name in data.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Broken(..) => "broken",
            Self::NotOffered(_) => "not offered",
            Self::Unclear(_) => "unclear",
        }
    }

    /// What there is to say about it.
    pub fn words(&self) -> &str {
        match self {
            Self::Held => "",
            Self::Broken(_, words) | Self::NotOffered(words) | Self::Unclear(words) => words,
        }
    }
}

/// The body of a check ends early with what it has found; `Ok` says that all of it held.
pub type Judged<T = ()> = Result<T, Verdict>;

/// It is broken as gravely as the check says.
pub fn broken<T>(words: impl Into<String>) -> Judged<T> {
    Err(Verdict::Broken(None, words.into()))
}

/// It is broken, but not as the check says.
pub fn broken_as<T>(class: Class, words: impl Into<String>) -> Judged<T> {
    Err(Verdict::Broken(Some(class), words.into()))
}

/// It could not be found out.
pub fn unclear<T>(words: impl Into<String>) -> Judged<T> {
    Err(Verdict::Unclear(words.into()))
}

/// The program lacks what the check is about.
pub fn not_offered<T>(words: impl Into<String>) -> Judged<T> {
    Err(Verdict::NotOffered(words.into()))
}

/// A check of a server.
pub struct Check {
    /// A name for it, such as `host-missing`.
    pub id: &'static str,
    /// What holds of a server that does what it should, as a sentence without a period.
    pub title: &'static str,
    /// The requirement, by its id in the table.
    pub requirement: &'static str,
    pub class: Class,
    /// What the server has to offer.
    pub needs: &'static [Need],
    pub run: fn(&mut Talk<'_>) -> Judged,
}

/// A check, in one line of a table.
pub const fn check(
    id: &'static str,
    class: Class,
    requirement: &'static str,
    title: &'static str,
    needs: &'static [Need],
    run: fn(&mut Talk<'_>) -> Judged,
) -> Check {
    Check { id, title, requirement, class, needs, run }
}

/// What came of one check.
#[derive(Debug, Clone)]
pub struct Finding {
    pub id: String,
    pub title: String,
    pub requirement: &'static str,
    /// Of the check, or as grave as it turned out to be.
    pub class: Class,
    pub verdict: Verdict,
    /// What the probe sent, and what came.
    pub sent: Vec<u8>,
    pub came: Vec<u8>,
}

impl Finding {
    /// The requirement's row of the table.
    pub fn row(&self) -> Option<&'static Requirement> {
        requirements::requirement(self.requirement)
    }

    pub fn is_broken(&self) -> bool {
        matches!(self.verdict, Verdict::Broken(..))
    }
}
