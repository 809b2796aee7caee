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
        if let What::Open { client, server, .. } = event.what {
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use etherparse::{NetSlice, SlicedPacket, TransportSlice};
    use harness::recording::first_line;

    use super::*;

    /// The packets that are made of these events, each with the length that it had.
    fn packets(whats: Vec<What>) -> Vec<(Vec<u8>, usize)> {
        let lines = whats.into_iter().zip(0..).map(|(what, at)| Event { at, connection: 1, what }.to_string());
        let text = [first_line(1_700_000_000_999_999)].into_iter().chain(lines).collect::<Vec<_>>().join("\n");
        let mut file = Vec::new();
        let recording = Recording::read(text.as_bytes(), "a recording".to_owned()).expect("a recording");
        write(recording, &mut file).expect("packets");
        assert_eq!(file[..4], MAGIC.to_le_bytes());
        let number = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().expect("four octets"));
        let (mut at, mut all) = (24, Vec::new());
        while at < file.len() {
            let (captured, whole) = (number(at + 8) as usize, number(at + 12) as usize);
            assert!(number(at) >= 1_700_000_000 && number(at + 4) < 1_000_000);
            all.push((file[at + 16..at + 16 + captured].to_vec(), whole));
            at += 16 + captured;
        }
        all
    }

    /// Checks the sums and numbers of all packets; returns what each port sent.
    fn streams(packets: &[(Vec<u8>, usize)]) -> BTreeMap<u16, Vec<u8>> {
        let mut next: BTreeMap<u16, u32> = BTreeMap::new();
        let mut sent: BTreeMap<u16, Vec<u8>> = BTreeMap::new();
        for (packet, whole) in packets {
            assert_eq!(packet.len(), *whole);
            let sliced = SlicedPacket::from_ethernet(packet).expect("a packet");
            let Some(TransportSlice::Tcp(tcp)) = &sliced.transport else { panic!("no TCP: {sliced:?}") };
            let sum = match sliced.net.as_ref().expect("IP") {
                NetSlice::Ipv4(ip) => {
                    let header = ip.header().to_header();
                    assert_eq!(header.calc_header_checksum(), header.header_checksum);
                    tcp.calc_checksum_ipv4(header.source, header.destination)
                }
                NetSlice::Ipv6(ip) => tcp.calc_checksum_ipv6(ip.header().source(), ip.header().destination()),
                NetSlice::Arp(_) => panic!("ARP"),
            };
            assert_eq!(sum.expect("a length that fits"), tcp.checksum());
            let (from, to) = (tcp.source_port(), tcp.destination_port());
            if let Some(next) = next.get(&from) {
                assert_eq!(tcp.sequence_number(), *next);
            }
            if tcp.ack() {
                assert_eq!(Some(&tcp.acknowledgment_number()), next.get(&to));
            }
            let count =
                u32::try_from(tcp.payload().len()).expect("short") + u32::from(tcp.syn()) + u32::from(tcp.fin());
            next.insert(from, tcp.sequence_number().wrapping_add(count));
            assert!(tcp.payload().len() <= usize::from(SEGMENT));
            sent.entry(from).or_default().extend_from_slice(tcp.payload());
        }
        sent
    }

    fn open(client: &str, server: &str) -> What {
        let addr = |text: &str| text.parse().expect("an address");
        What::Open { client: addr(client), server: addr(server), test: None }
    }

    fn data(from: Side, octets: &[u8]) -> What {
        What::Data { from, octets: octets.to_vec(), left_out: 0 }
    }

    #[test]
    fn the_packets_carry_every_octet_with_right_sums_and_numbers() {
        let long: Vec<u8> = (0..=255).cycle().take(70_001).collect();
        for (client, server) in [("127.0.0.1:1", "127.0.0.1:2"), ("[::1]:1", "[::1]:2"), ("127.0.0.1:1", "[::1]:2")] {
            let sent = streams(&packets(vec![
                open(client, server),
                data(Side::Client, b"GET"),
                data(Side::Server, &long),
                data(Side::Client, b""),
                What::End(Side::Server),
                data(Side::Client, b" on"),
                What::End(Side::Client),
            ]));
            assert_eq!(sent[&1], b"GET on");
            assert_eq!(sent[&2], long);
        }
    }

    #[test]
    fn resets_and_refusals_are_packets_too() {
        for (whats, count) in [
            (vec![open("127.0.0.1:1", "127.0.0.1:2"), What::Reset(Side::Server)], 4),
            (vec![open("127.0.0.1:1", "127.0.0.1:2"), What::Refused("nobody".to_owned())], 2),
        ] {
            let packets = packets(whats);
            streams(&packets);
            let last = SlicedPacket::from_ethernet(&packets[packets.len() - 1].0).expect("a packet");
            assert!(matches!(last.transport, Some(TransportSlice::Tcp(tcp)) if tcp.rst() && tcp.source_port() == 2));
            assert_eq!(packets.len(), count);
        }
    }

    #[test]
    fn what_is_left_out_was_not_captured() {
        let packets = packets(vec![
            open("127.0.0.1:1", "127.0.0.1:2"),
            What::Data { from: Side::Client, octets: b"abc".to_vec(), left_out: 2000 },
        ]);
        let missing: usize = packets.iter().map(|(packet, whole)| whole - packet.len()).sum();
        assert_eq!(missing, 2000);
    }

    #[test]
    fn datagrams_are_packets_of_udp() {
        let datagram = What::Datagram { from: Side::Server, octets: b"Hello".to_vec() };
        let packets = packets(vec![open("[::1]:1", "[::1]:2"), datagram]);
        let sliced = SlicedPacket::from_ethernet(&packets[0].0).expect("a packet");
        let Some(TransportSlice::Udp(udp)) = sliced.transport else { panic!("no UDP") };
        assert_eq!((udp.source_port(), udp.payload(), packets.len()), (2, &b"Hello"[..], 1));
    }
}
