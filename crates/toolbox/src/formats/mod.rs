//! Grades in the forms that other systems read.

mod classroom50;
mod csv;
pub mod data;
mod gradescope;
mod junit;
mod prairielearn;
mod vpl;

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::ValueEnum;

use data::{Report, Submission, submissions};

#[derive(clap::Args)]
pub struct Args {
    /// Which form
    #[arg(long, value_enum)]
    format: Format,
    /// Where it is written to; standard output unless given
    #[arg(long)]
    out: Option<PathBuf>,
}

/// A form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Junit,
    Gradescope,
    Classroom50,
    Prairielearn,
    Vpl,
    Csv,
}

impl Format {
    /// Whether it holds a whole class, or what one student handed in.
    fn holds_a_class(self) -> bool {
        matches!(self, Self::Junit | Self::Csv)
    }

    /// How files of it end.
    fn ending(self) -> &'static str {
        match self {
            Self::Junit => "xml",
            Self::Csv => "csv",
            Self::Vpl => "txt",
            Self::Gradescope | Self::Classroom50 | Self::Prairielearn => "json",
        }
    }

    fn of_class(self, reports: &[Report]) -> anyhow::Result<String> {
        match self {
            Self::Csv => csv::grade_book(reports),
            _ => junit::document(reports),
        }
    }

    fn of_submission(self, submission: &Submission<'_>) -> anyhow::Result<String> {
        let environment = |name: &str| std::env::var(name).ok();
        Ok(match self {
            Self::Classroom50 => classroom50::result(submission, environment)?,
            Self::Prairielearn => prairielearn::results(submission)?,
            Self::Vpl => vpl::text(submission, environment),
            _ => gradescope::results(submission)?,
        })
    }
}

/// Reads grades from standard input and writes them.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let reports = read()?;
    let all = submissions(&reports);
    if args.format.holds_a_class() {
        return write(args.out.as_deref(), &args.format.of_class(&reports)?);
    }
    match (&*all, &args.out) {
        ([], _) => bail!("nobody has handed anything in"),
        ([submission], out) if !out.as_ref().is_some_and(|out| out.is_dir()) => {
            write(out.as_deref(), &args.format.of_submission(submission)?)
        }
        (all, Some(file))
            if file.extension().is_some_and(|ending| ending == args.format.ending()) && !file.is_dir() =>
        {
            bail!(
                "{} is the name of a file, which holds one submission, and there are {}; name a folder for a file each, or \
             take all for one with --single",
                file.display(),
                all.len()
            )
        }
        (all, Some(folder)) if folder.is_dir() || !folder.exists() => {
            let mut taken = Vec::new();
            for submission in all {
                let name = file_name(submission.who, &mut taken);
                let path = folder.join(format!("{name}.{}", args.format.ending()));
                write(Some(&path), &args.format.of_submission(submission)?)?;
            }
            Ok(())
        }
        (all, _) => bail!(
            "this format holds one submission, and there are {}: name a folder with --out, for a file each",
            all.len()
        ),
    }
}

/// Reads grades from standard input.
pub fn read() -> anyhow::Result<Vec<Report>> {
    let mut text = Vec::new();
    io::stdin().read_to_end(&mut text).context("cannot read the grades from standard input")?;
    serde_json::from_slice(&text).context("the grades are not as `cargo course grade --format json` writes them")
}

/// Writes a text to a file, with the folder that it lies in, or to standard output.
pub fn write(path: Option<&Path>, text: &str) -> anyhow::Result<()> {
    let Some(path) = path else {
        return match io::stdout().write_all(text.as_bytes()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(error).context("cannot write to standard output")
            }
            _ => Ok(()),
        };
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// A name for a file about somebody, which no other one has.
fn file_name(who: &str, taken: &mut Vec<String>) -> String {
    let plain: String = who.chars().map(|c| if c.is_alphanumeric() || "-_".contains(c) { c } else { '-' }).collect();
    let mut name = plain.clone();
    let mut number = 1;
    while taken.contains(&name.to_lowercase()) {
        number += 1;
        name = format!("{plain}-{number}");
    }
    taken.push(name.to_lowercase());
    name
}

/// A value as JSON, with a line end.
fn json(value: &impl serde::Serialize) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_a_name_of_its_own_that_stays_in_its_folder() {
        let mut taken = Vec::new();
        let names = ["red/ann", "red-ann", "../Red/Ann", "ben"].map(|who| file_name(who, &mut taken));
        assert_eq!(names, ["red-ann", "red-ann-2", "---Red-Ann", "ben"]);
    }
}
