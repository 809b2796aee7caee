//! What was handed in packed, unpacked where it can do no harm: into a folder that was empty, and nowhere else.

mod refusal;
mod repository;
mod tarball;
mod tree;
mod zipped;

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

pub use refusal::Refusal;
use tree::Tree;

/// How long a file that is handed in may be, in octets.
const LONGEST: u64 = 512 << 20;

/// Where the head of the first file of a tar archive says what it is.
const USTAR: usize = 257;

#[derive(clap::Args)]
pub struct Args {
    /// A zip, tar or tar.gz file, or a bare repository of git
    from: PathBuf,
    /// An empty folder, which is made
    into: PathBuf,
}

/// Unpacks, and prints a line for everything that was left out.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let notes = unpack(&args.from, &args.into)?;
    let lines = notes.iter().flat_map(|note| [cli::text(note.as_bytes()).to_string(), "\n".to_owned()]);
    let lines: String = lines.collect();
    io::stdout().write_all(lines.as_bytes()).context("cannot write to standard output")
}

/// Unpacks, and says what was left out.
///
/// # Errors
///
/// When nothing of it may count, because it is none of the kinds that are known, or larger than work for this course can
/// be, or made to reach something outside its folder.
pub fn unpack(from: &Path, into: &Path) -> Result<Vec<String>, Refusal> {
    fs::create_dir_all(into).map_err(Refusal::io("make the folder", into))?;
    let mut tree = Tree::new(into);
    if from.is_dir() {
        repository::unpack(from, &mut tree)?;
        return Ok(tree.into_notes());
    }
    let mut file = File::open(from).map_err(Refusal::io("read", from))?;
    let size = file.metadata().map_err(Refusal::io("read", from))?.len();
    if size > LONGEST {
        return Err(Refusal::TooMuch(format!("it has {size} octets, and {LONGEST} are read at most")));
    }
    match kind(&mut file).map_err(Refusal::io("read", from))? {
        Some(Kind::Zip) => zipped::unpack(file, &mut tree)?,
        Some(Kind::Gzip) => tarball::unpack(flate2::read::MultiGzDecoder::new(io::BufReader::new(file)), &mut tree)?,
        Some(Kind::Json) => return Err(Refusal::Grades),
        Some(Kind::Tar) => tarball::unpack(io::BufReader::new(file), &mut tree)?,
        None => return Err(Refusal::Unknown),
    }
    Ok(tree.into_notes())
}

enum Kind {
    Zip,
    Gzip,
    Tar,
    Json,
}

/// What a file is, whatever it is called.
fn kind(file: &mut File) -> io::Result<Option<Kind>> {
    let mut start = Vec::new();
    (&*file).take(512).read_to_end(&mut start)?;
    file.rewind()?;
    Ok(if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        Some(Kind::Zip)
    } else if start.starts_with(b"\x1f\x8b") {
        Some(Kind::Gzip)
    } else if start.get(USTAR..).is_some_and(|rest| rest.starts_with(b"ustar")) {
        Some(Kind::Tar)
    } else if matches!(start.trim_ascii_start().first(), Some(b'[' | b'{')) {
        Some(Kind::Json)
    } else {
        None
    })
}
