//! Which version of a file there is: its octets, and the validators that tell them from others.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::etag::{EntityTag, digest};
use crate::media_type::{depends_on_octets, media_type};
use crate::refusal::Refusal;
use crate::source::Source;
use crate::validators::Validators;

/// How much of a file is looked at for its media type and character encoding.
const BEGINNING: usize = 64 * 1024;

/// How much of a file is held in memory where nothing else tells its version, or how long it is.
const IN_MEMORY: u64 = 1024 * 1024;

/// How long files of the same time may differ, where times have fractions of a second.
const FINE_TICK: Duration = Duration::from_millis(100);
/// How long where they have none: some file systems count in steps of two seconds.
const COARSE_TICK: Duration = Duration::from_secs(2);

/// A file as it is at the moment.
pub(crate) struct Version {
    pub(crate) source: Source,
    pub(crate) validators: Validators,
    pub(crate) media_type: String,
}

impl Version {
    /// Reads what must be known of a file of that name.
    pub(crate) fn of(name: &str, file: File, metadata: &Metadata, now: SystemTime) -> Result<Self, Refusal> {
        let length = metadata.len();
        let tells_nothing = changed(metadata).is_none() && length < IN_MEMORY;
        let most = match length {
            // Files that the system makes while they are read have no length.
            0 => IN_MEMORY,
            _ if tells_nothing => IN_MEMORY,
            _ if depends_on_octets(name) => BEGINNING as u64,
            _ => 0,
        };
        let (octets, is_all) = beginning(&file, most, length)?;
        if is_all {
            return Ok(Self::in_memory(name, octets, metadata, now));
        }
        if length == 0 {
            return Err(Refusal::Special);
        }
        let media_type = media_type(name, whole_characters(&octets));
        Ok(Self { source: Source::File(file, length), validators: validators(metadata, now), media_type })
    }

    /// What was read is all there is, so that is what is sent. Where the system does not tell its version, or another
    /// length than can be read, its octets do.
    fn in_memory(name: &str, octets: Vec<u8>, metadata: &Metadata, now: SystemTime) -> Self {
        let is_as_long = octets.len() as u64 == metadata.len();
        let validators = match metadata.modified() {
            Ok(_) if is_as_long && changed(metadata).is_some() => validators(metadata, now),
            Ok(modified) if is_as_long => Validators::with_etag(EntityTag::of(&octets)).modified(modified, now),
            _ => Validators::with_etag(EntityTag::of(&octets)),
        };
        let media_type = match octets.get(..BEGINNING) {
            Some(beginning) => media_type(name, whole_characters(beginning)),
            None => media_type(name, &octets),
        };
        Self { source: Source::Octets(octets.into()), validators, media_type }
    }
}

/// The first octets of a file of about that length, at most so many, and whether there are no others.
fn beginning(mut file: &File, most: u64, length: u64) -> io::Result<(Vec<u8>, bool)> {
    if most == 0 {
        return Ok((Vec::new(), false));
    }
    let mut octets = vec![0; usize::try_from(most.min(length + 1)).unwrap_or_default()];
    let count = once(|| file.read(&mut octets))?;
    let is_short = count < octets.len();
    octets.truncate(count);
    // Less than there was room for, and as much as was announced: no other read is needed to know the end.
    if !is_short || count as u64 != length {
        file.take(most - count as u64).read_to_end(&mut octets)?;
    }
    let is_all = (octets.len() as u64) < most;
    Ok((octets, is_all))
}

/// Reads again where a signal came in between.
fn once(mut read: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match read() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

/// The octets without the beginning of a character that was cut off.
fn whole_characters(octets: &[u8]) -> &[u8] {
    match std::str::from_utf8(octets) {
        Err(error) if error.error_len().is_none() => &octets[..error.valid_up_to()],
        _ => octets,
    }
}

/// The validators of a file, by what the system knows of it.
///
/// The tag is made from what changes with every write. A file that was written a moment ago may be written again within the
/// same tick of the clock that times are taken from: until that is over, the tag is weak (RFC 9110 section 8.8.1). It stays
/// weak where only the time of modification is known, which anybody can set back.
fn validators(metadata: &Metadata, now: SystemTime) -> Validators {
    let Ok(modified) = metadata.modified() else { return Validators::default() };
    let known = changed(metadata);
    let changed = known.unwrap_or(modified).max(modified);
    let nanoseconds = |time: SystemTime| time.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    let opaque =
        format!("{:x}-{:x}-{}", metadata.len(), nanoseconds(modified), which_file(metadata, nanoseconds(changed)));
    let tick = if nanoseconds(changed) % 1_000_000_000 == 0 { COARSE_TICK } else { FINE_TICK };
    let etag = EntityTag::strong(&opaque);
    let is_over = now.duration_since(changed).is_ok_and(|age| age > tick);
    Validators::with_etag(if known.is_some() && is_over { etag } else { etag.weakened() }).modified(modified, now)
}

/// When anything about the file was changed. Unlike the time of modification, nobody can set it back.
#[cfg(unix)]
fn changed(metadata: &Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    let seconds = UNIX_EPOCH.checked_add(Duration::from_secs(metadata.ctime().try_into().ok()?))?;
    seconds.checked_add(Duration::from_nanos(metadata.ctime_nsec().try_into().ok()?))
}

/// Elsewhere the system does not say.
#[cfg(not(unix))]
fn changed(_metadata: &Metadata) -> Option<SystemTime> {
    None
}

/// A name for this file among all that were ever at its place. What it is made from is nobody's business.
fn which_file(metadata: &Metadata, changed: u128) -> String {
    let mut parts = changed.to_be_bytes().to_vec();
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        parts.extend(metadata.dev().to_be_bytes());
        parts.extend(metadata.ino().to_be_bytes());
    }
    #[cfg(windows)]
    {
        use std::os::windows::fs::MetadataExt;
        parts.extend(metadata.creation_time().to_be_bytes());
    }
    digest(&parts, 8)
}
