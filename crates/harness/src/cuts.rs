//! Where a message is cut in two, as networks do it and as a teacher may wish it: no right program can tell.
//!
//! `COURSE_CUTS` holds any text. Where it is set, a peer sends short messages in two pieces, and the text decides where the
//! cut is: who has fitted a program to the pieces of the published tests meets others.

use std::env;
use std::sync::OnceLock;
use std::time::Duration;

/// How long the second piece waits: long enough to be read alone, too short for anything that times out.
pub(crate) const PAUSE: Duration = Duration::from_millis(3);

/// What is longer goes in more than one packet anyway.
const LONGEST: usize = 4096;

static SEED: OnceLock<Option<String>> = OnceLock::new();

/// Where these octets are cut; `None` where they are sent as they are.
pub(crate) fn drawn(octets: &[u8]) -> Option<usize> {
    let seed = SEED.get_or_init(|| env::var("COURSE_CUTS").ok().filter(|seed| !seed.is_empty())).as_ref()?;
    of_seed(seed, octets)
}

fn of_seed(seed: &str, octets: &[u8]) -> Option<usize> {
    if !(2..=LONGEST).contains(&octets.len()) {
        return None;
    }
    let number = seed
        .bytes()
        .chain([0])
        .chain(octets.iter().copied())
        .fold(OFFSET, |hash, octet| (hash ^ u64::from(octet)).wrapping_mul(PRIME));
    let places = u64::try_from(octets.len() - 1).ok()?;
    // The low bits of such a number are the worst.
    usize::try_from((number >> 16) % places).ok().map(|place| place + 1)
}

/// The numbers of the hash function FNV-1a.
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_seed_cuts_a_message_within_it_and_always_at_the_same_place() {
        let seeds: Vec<String> = (0..64).map(|number| format!("seed {number}")).collect();
        let cuts: BTreeSet<usize> = seeds.iter().filter_map(|seed| of_seed(seed, b"Hello")).collect();
        assert_eq!(cuts, BTreeSet::from([1, 2, 3, 4]));
        assert_eq!(of_seed("a", b"Hello World"), of_seed("a", b"Hello World"));
        for short in ["", "x"] {
            assert_eq!(of_seed("a", short.as_bytes()), None);
        }
        assert_eq!(of_seed("a", &[b'x'; LONGEST + 1]), None);
    }
}
