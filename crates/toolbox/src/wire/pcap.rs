//! A recording as a file of packets, which Wireshark and tshark open.
//!
//! A recording knows what passed, not the packets in which it did. So these are made up, as a system could have sent them:
//! Ethernet, IP and TCP with handshake, sequence numbers, acknowledgements and right checksums; each piece in segments of
//! its own. What a recording has left out is in the file as packets of which only the headers were captured.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use anyhow::{Context, anyhow};
use etherparse::{IpHeaders, PacketBuilder, PacketBuilderStep, TcpOptionElement};
use harness::recording::{Event, Side, What};

use super::recording::Recording;

/// The form of the file: times in microseconds, version 2.4, at most so many octets of a packet, packets of Ethernet.
const MAGIC: u32 = 0xa1b2_c3d4;
const MAJOR: u16 = 2;
const MINOR: u16 = 4;
const LONGEST: u32 = 262_144;
const ETHERNET: u32 = 1;

/// How much a segment carries: what a packet of 1500 octets has room for after the headers of IPv6 and TCP.
const SEGMENT: u16 = 1440;

/// The window that each side offers, and how many times it is doubled: enough for any piece.
const WINDOW: u16 = u16::MAX;
const SCALE: u8 = 7;

const HOPS: u8 = 64;

/// Locally administered Ethernet addresses for the client and the server.
const CARDS: [[u8; 6]; 2] = [[2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2]];

/// Writes a recording as packets.
pub fn write<R: Read>(recording: Recording<R>, to: impl Write) -> anyhow::Result<()> {
    let mut packets = Packets { to, began: recording.began };
    packets.header().context("cannot write packets")?;
    let mut flows: HashMap<u64, Flow> = HashMap::new();
    for event in recording {
        let event = event?;
        if let What::Open { client, server } = event.what {
            flows.insert(event.connection, Flow::new(event.at, client, server));
            continue;
        }
        let no_open = || anyhow!("connection {} has no event `open`", event.connection);
        let flow = flows.get_mut(&event.connection).ok_or_else(no_open)?;
        flow.event(&event, &mut packets).context("cannot write packets")?;
        if flow.is_over() {
            flows.remove(&event.connection);
        }
    }
    packets.to.flush().context("cannot write packets")
}

struct Packets<W> {
    to: W,
    began: u64,
}

impl<W: Write> Packets<W> {
    fn header(&mut self) -> io::Result<()> {
        self.to.write_all(&MAGIC.to_le_bytes())?;
        self.to.write_all(&[MAJOR.to_le_bytes(), MINOR.to_le_bytes()].concat())?;
        // Times are those of UTC, and nothing is said about how exact they are.
        self.to.write_all(&[0; 8])?;
        self.to.write_all(&[LONGEST.to_le_bytes(), ETHERNET.to_le_bytes()].concat())
    }

    /// Writes a packet, of which so many octets at the end were not captured.
    fn packet(&mut self, at: u64, octets: &[u8], left_out: usize) -> io::Result<()> {
        let at = self.began.saturating_add(at);
        let captured = &octets[..octets.len() - left_out];
        for number in [at / 1_000_000, at % 1_000_000, captured.len() as u64, octets.len() as u64] {
            // Seconds fit until 2106, lengths always.
            self.to.write_all(&u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes())?;
        }
        self.to.write_all(captured)
    }
}

/// What a segment of TCP says beside its octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flag {
    Syn,
    Ack,
    Psh,
    Fin,
    Rst,
}

/// One connection, or the datagrams between two sockets.
struct Flow {
    /// The addresses of the client and the server, of one family.
    addrs: [SocketAddr; 2],
    /// The number of the next octet that each of them sends.
    next: [u32; 2],
    has_ended: [bool; 2],
    is_reset: bool,
    /// When it was opened, where the handshake is not written yet: datagrams have none.
    opened: Option<u64>,
}

fn index(side: Side) -> usize {
    usize::from(side == Side::Server)
}

impl Flow {
    fn new(at: u64, client: SocketAddr, server: SocketAddr) -> Self {
        let addrs =
            if client.is_ipv4() == server.is_ipv4() { [client, server] } else { [mapped(client), mapped(server)] };
        Self { addrs, next: [1000, 5000], has_ended: [false; 2], is_reset: false, opened: Some(at) }
    }

    fn is_over(&self) -> bool {
        self.is_reset || self.has_ended == [true; 2]
    }

    fn event<W: Write>(&mut self, event: &Event, packets: &mut Packets<W>) -> io::Result<()> {
        let at = event.at;
        if let What::Datagram { from, octets } = &event.what {
            self.opened = None;
            return self.datagram(at, *from, octets, packets);
        }
        if let Some(opened) = self.opened.take() {
            self.handshake(opened, matches!(event.what, What::Refused(_)), packets)?;
        }
        match &event.what {
            What::Data { from, octets, left_out } => self.data(at, *from, octets, *left_out, packets),
            What::End(side) if !self.has_ended[index(*side)] => {
                self.has_ended[index(*side)] = true;
                self.segment(at, *side, &[Flag::Ack, Flag::Fin], (&[], 0), packets)?;
                self.segment(at, side.other(), &[Flag::Ack], (&[], 0), packets)
            }
            What::Reset(side) => {
                self.is_reset = true;
                self.segment(at, *side, &[Flag::Ack, Flag::Rst], (&[], 0), packets)
            }
            What::Refused(_) => {
                self.is_reset = true;
                Ok(())
            }
            What::End(_) | What::Unseen | What::Open { .. } | What::Datagram { .. } => Ok(()),
        }
    }

    fn handshake<W: Write>(&mut self, at: u64, is_refused: bool, packets: &mut Packets<W>) -> io::Result<()> {
        self.segment(at, Side::Client, &[Flag::Syn], (&[], 0), packets)?;
        if is_refused {
            return self.segment(at, Side::Server, &[Flag::Ack, Flag::Rst], (&[], 0), packets);
        }
        self.segment(at, Side::Server, &[Flag::Ack, Flag::Syn], (&[], 0), packets)?;
        self.segment(at, Side::Client, &[Flag::Ack], (&[], 0), packets)
    }

    /// Writes a piece in segments, and the other side's acknowledgement.
    fn data<W: Write>(
        &mut self,
        at: u64,
        from: Side,
        octets: &[u8],
        left_out: u64,
        packets: &mut Packets<W>,
    ) -> io::Result<()> {
        let mut pieces = octets.chunks(usize::from(SEGMENT)).peekable();
        while let Some(piece) = pieces.next() {
            let psh = pieces.peek().is_none() && left_out == 0;
            self.segment(at, from, flags(psh), (piece, 0), packets)?;
        }
        let missing = vec![0; usize::from(SEGMENT)];
        let mut left = left_out;
        while left > 0 {
            let piece = &missing[..missing.len().min(usize::try_from(left).unwrap_or(usize::MAX))];
            left -= piece.len() as u64;
            self.segment(at, from, flags(left == 0), (piece, piece.len()), packets)?;
            // A window is not sent twice over without a word from the other side.
            if left > 0 && (left / u64::from(SEGMENT)).is_multiple_of(64) {
                self.segment(at, from.other(), &[Flag::Ack], (&[], 0), packets)?;
            }
        }
        self.segment(at, from.other(), &[Flag::Ack], (&[], 0), packets)
    }

    /// Writes a segment with these octets, the last of which may not be captured.
    fn segment<W: Write>(
        &mut self,
        at: u64,
        from: Side,
        flags: &[Flag],
        (octets, left_out): (&[u8], usize),
        packets: &mut Packets<W>,
    ) -> io::Result<()> {
        let (own, other) = (index(from), index(from.other()));
        let mut tcp = self.ip(from).tcp(self.addrs[own].port(), self.addrs[other].port(), self.next[own], WINDOW);
        for flag in flags {
            tcp = match flag {
                Flag::Syn => {
                    let most = TcpOptionElement::MaximumSegmentSize(SEGMENT);
                    let options = [most, TcpOptionElement::Noop, TcpOptionElement::WindowScale(SCALE)];
                    tcp.syn().options(&options).map_err(|error| io::Error::other(error.to_string()))?
                }
                Flag::Ack => tcp.ack(self.next[other]),
                Flag::Psh => tcp.psh(),
                Flag::Fin => tcp.fin(),
                Flag::Rst => tcp.rst(),
            };
        }
        let mut packet = Vec::with_capacity(tcp.size(octets.len()));
        tcp.write(&mut packet, octets).map_err(|error| io::Error::other(error.to_string()))?;
        let counted = flags.iter().filter(|flag| matches!(flag, Flag::Syn | Flag::Fin)).count();
        let count = octets.len() + counted;
        // The numbers go round after 4 GiB.
        self.next[own] = self.next[own].wrapping_add(u32::try_from(count).unwrap_or_default());
        packets.packet(at, &packet, left_out)
    }

    fn datagram<W: Write>(&self, at: u64, from: Side, octets: &[u8], packets: &mut Packets<W>) -> io::Result<()> {
        let udp = self.ip(from).udp(self.addrs[index(from)].port(), self.addrs[index(from.other())].port());
        let mut packet = Vec::with_capacity(udp.size(octets.len()));
        udp.write(&mut packet, octets).map_err(|error| io::Error::other(error.to_string()))?;
        packets.packet(at, &packet, 0)
    }

    fn ip(&self, from: Side) -> PacketBuilderStep<IpHeaders> {
        let (own, other) = (index(from), index(from.other()));
        let ethernet = PacketBuilder::ethernet2(CARDS[own], CARDS[other]);
        match (self.addrs[own].ip(), self.addrs[other].ip()) {
            (IpAddr::V4(from), IpAddr::V4(to)) => ethernet.ipv4(from.octets(), to.octets(), HOPS),
            (from, to) => ethernet.ipv6(as_ipv6(from).octets(), as_ipv6(to).octets(), HOPS),
        }
    }
}

/// Those of a segment with octets; the last one of a piece is pushed.
fn flags(is_last: bool) -> &'static [Flag] {
    if is_last { &[Flag::Ack, Flag::Psh] } else { &[Flag::Ack] }
}

fn as_ipv6(addr: IpAddr) -> Ipv6Addr {
    match addr {
        IpAddr::V4(addr) => addr.to_ipv6_mapped(),
        IpAddr::V6(addr) => addr,
    }
}

/// An address of IPv4 as one of IPv6: a proxy may take one and use the other.
fn mapped(addr: SocketAddr) -> SocketAddr {
    SocketAddr::new(IpAddr::V6(as_ipv6(addr.ip())), addr.port())
}
