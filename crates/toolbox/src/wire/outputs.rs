//! What is made of what passes, beside the terminal: a recording, a page, packets.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::html;
use super::pcap;
use super::recording::{Recording, Writer};

/// Where a page and packets are written.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Pages {
    /// Write a page into this file: a timeline, and what each octet is
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write packets into this file, for Wireshark
    #[arg(long, value_name = "FILE")]
    pcap: Option<PathBuf>,
    /// Show octets only, without the structure and the rules of HTTP
    #[arg(long)]
    pub plain: bool,
}

/// Where everything is written.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Outputs {
    /// Keep a recording in this file, for `wire show` and `wire replay`
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    #[command(flatten)]
    pub pages: Pages,
}

impl Outputs {
    /// Begins the recording, where one is needed.
    pub fn begin(&self) -> anyhow::Result<Option<Writer>> {
        self.pages.check(self.record.as_deref())?;
        let is_needed = self.record.is_some() || self.pages.are_wanted();
        is_needed.then(|| Writer::begin(self.record.as_deref())).transpose()
    }

    /// Makes everything of the recording; says what is where.
    pub fn finish(&self, recording: Option<Writer>) -> anyhow::Result<String> {
        let mut text = String::new();
        let Some(mut recording) = recording else { return Ok(text) };
        if let Some(path) = &self.record {
            text += &recorded(path);
        }
        text += &self.pages.write(|| recording.read_again())?;
        Ok(text)
    }
}

impl Pages {
    pub fn are_wanted(&self) -> bool {
        self.html.is_some() || self.pcap.is_some()
    }

    /// That the files can be written is found out before anything passes, and that none is written over the recording.
    pub fn check(&self, recording: Option<&Path>) -> anyhow::Result<()> {
        let same =
            |a: &Path, b: &Path| a == b || a.canonicalize().is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b));
        let mut known: Vec<&Path> = recording.into_iter().collect();
        for path in [&self.html, &self.pcap].into_iter().flatten() {
            if known.iter().any(|other| same(other, path)) {
                bail!("{} cannot be two things at once", path.display());
            }
            File::options().append(true).create(true).open(path).with_context(|| cannot_write(path))?;
            known.push(path);
        }
        Ok(())
    }

    /// Writes them; says what is where.
    pub fn write<R: Read>(&self, mut read: impl FnMut() -> anyhow::Result<Recording<R>>) -> anyhow::Result<String> {
        let mut text = String::new();
        let create = |path: &Path| File::create(path).map(BufWriter::new).with_context(|| cannot_write(path));
        if let Some(path) = &self.html {
            html::write(read()?, self.plain, create(path)?).with_context(|| cannot_write(path))?;
            let _ = writeln!(text, "page: {}", path.display());
        }
        if let Some(path) = &self.pcap {
            pcap::write(read()?, create(path)?).with_context(|| cannot_write(path))?;
            let _ = writeln!(text, "packets: {}", path.display());
        }
        Ok(text)
    }
}

/// Says where a recording is, and how it is seen again: as a line that can be copied.
pub fn recorded(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let path = here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    let name = path.to_string_lossy();
    // The backslash of a Windows path stands for itself.
    let word = if cfg!(windows) { format!("\"{name}\"") } else { shell_words::quote(&name).into_owned() };
    format!("recorded; to see it again:\n  cargo course wire show {word}\n")
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write {}", path.display())
}
