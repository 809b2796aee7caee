//! Content compressed by gzip, made readable as it comes (RFC 1952).

use std::io::{self, ErrorKind, Write};

use flate2::write::GzDecoder;

/// What gzip makes of no octets.
const NOTHING: [u8; 20] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/// Writes to `W` what the octets were before gzip compressed them. It keeps no more than some kilobytes.
///
/// Several members after one another are one content, and so is nothing at all, which some servers call compressed. Zero
/// octets after the last member are padding, as the program gzip has it. [`finish`](Self::finish) says whether all came.
///
/// ```
/// use std::io::Write;
/// use flate2::{Compression, write::GzEncoder};
///
/// let mut zipped = GzEncoder::new(Vec::new(), Compression::default());
/// zipped.write_all(b"Hello")?;
/// let mut decoder = representation::Gunzip::new(Vec::new());
/// decoder.write_all(&zipped.finish()?)?;
/// decoder.write_all(b"\0\0\0")?;
/// assert_eq!(decoder.finish()?, b"Hello");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Gunzip<W: Write> {
    /// `None` after an error.
    member: Option<GzDecoder<W>>,
    place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Beginning,
    Member,
    Padding,
}

impl<W: Write> Gunzip<W> {
    /// A decoder that has read nothing yet.
    pub fn new(target: W) -> Self {
        Self { member: Some(GzDecoder::new(target)), place: Place::Beginning }
    }

    /// The content has ended.
    ///
    /// # Errors
    ///
    /// When its end is missing, or it is not what it was when it was compressed; and those of the target.
    pub fn finish(mut self) -> io::Result<W> {
        if self.place == Place::Beginning {
            self.write_all(&NOTHING)?;
        }
        self.member.take().ok_or_else(broken)?.finish()
    }
}

fn broken() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, "it was broken before")
}

impl<W: Write> Write for Gunzip<W> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let Some(&first) = octets.first() else { return Ok(0) };
        if self.place == Place::Padding {
            let zeros = octets.iter().take_while(|&&octet| octet == 0).count();
            let only_zeros = zeros == octets.len();
            return if only_zeros { Ok(zeros) } else { Err(ErrorKind::InvalidData.into()) };
        }
        self.place = Place::Member;
        let member = self.member.as_mut().ok_or_else(broken)?;
        match member.write(octets)? {
            0 if first == 0 => {
                self.place = Place::Padding;
                Ok(1)
            }
            0 => {
                // That member is over, and another one begins.
                let target = self.member.take().ok_or_else(broken)?.finish()?;
                self.member.insert(GzDecoder::new(target)).write(octets)
            }
            count => Ok(count),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.member.as_mut().map_or_else(|| Err(broken()), Write::flush)
    }
}
