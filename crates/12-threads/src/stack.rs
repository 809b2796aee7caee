//! How much room a thread has.

use std::io;

/// The stack of a thread, as room: memory is taken as it is touched, a few kilobytes for most connections. Compressing
/// takes some hundreds.
pub(crate) const STACK: usize = 1024 * 1024;

/// More than an allocator keeps for later: it asks the system for so much, and gives it back at once. Less it may cut from
/// what it has, and leave a page touched at the end of that each time.
const PLENTY: usize = 48 * STACK;

/// Whether there is memory for a thread. The system gives one without asking, and a thread that then finds no memory to
/// begin with ends the program.
pub(crate) fn room_for_a_thread() -> io::Result<()> {
    let room = |octets: usize| Vec::<u8>::new().try_reserve_exact(octets);
    room(PLENTY).or_else(|_| room(2 * STACK)).map_err(|_| io::ErrorKind::OutOfMemory.into())
}
