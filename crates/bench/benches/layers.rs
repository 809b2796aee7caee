//! How fast the layers are: heads, chunked content, and whole requests over loopback.
//!
//! `cargo bench -p bench`, or `cargo bench -p bench -- heads` for a part.

fn main() {
    divan::main();
}

/// Heads, read by our decoder and, as a yardstick, by httparse. The goal is half of its throughput.
mod heads {
    use bench::heads::{HEADS, decoder, ours, yardstick};
    use divan::Bencher;
    use divan::counter::BytesCount;

    const NAMES: [&str; 3] = [HEADS[0].0, HEADS[1].0, HEADS[2].0];

    fn head(name: &str) -> &'static [u8] {
        HEADS.into_iter().find(|head| head.0 == name).map_or(&[], |head| head.1)
    }

    #[divan::bench(args = NAMES)]
    fn message(bencher: Bencher, name: &str) {
        let (head, mut decoder) = (head(name), decoder());
        bencher.counter(BytesCount::new(head.len())).bench_local(|| ours(&mut decoder, divan::black_box(head)));
    }

    #[divan::bench(args = NAMES)]
    fn httparse(bencher: Bencher, name: &str) {
        let head = head(name);
        bencher.counter(BytesCount::new(head.len())).bench_local(|| yardstick(divan::black_box(head)));
    }
}

/// A mebibyte of content in chunks of one size, read from a buffer of 64 KiB at a time.
mod chunked {
    use body::{BodyDecoder, BodyEncoder, Framing, Limits, Part};
    use divan::Bencher;
    use divan::counter::BytesCount;
    use request::Fields;

    const CONTENT: usize = 1024 * 1024;
    const PIECE: usize = 64 * 1024;
    const CHUNKS: [usize; 3] = [16, 1024, 64 * 1024];

    fn encode(chunk: usize) -> Vec<u8> {
        let (mut encoder, mut octets) = (BodyEncoder::new(Framing::Chunked), Vec::new());
        for _ in 0..CONTENT / chunk {
            encoder.before(chunk, &mut octets).expect("any length may be chunked");
            octets.resize(octets.len() + chunk, b'x');
            encoder.after(&mut octets);
        }
        encoder.end(&Fields::new(), &mut octets).expect("all content is there");
        octets
    }

    #[divan::bench(args = CHUNKS)]
    fn decode(bencher: Bencher, chunk: usize) {
        let octets = encode(chunk);
        bencher.counter(BytesCount::new(CONTENT)).bench(|| {
            let mut decoder = BodyDecoder::for_request(Framing::Chunked, Limits::default());
            let mut count = 0;
            for mut piece in divan::black_box(&octets).chunks(PIECE) {
                while let Some(part) = decoder.decode(&mut piece).expect("it is well-formed") {
                    if let Part::Content(content) = part {
                        count += content.len();
                    }
                }
            }
            assert!(decoder.has_ended() && count == CONTENT);
        });
    }

    #[divan::bench(args = CHUNKS, name = "encode")]
    fn write(bencher: Bencher, chunk: usize) {
        bencher.counter(BytesCount::new(CONTENT)).bench(|| encode(divan::black_box(chunk)));
    }
}

/// Whole requests to a server in this process, over loopback, one connection for each kind.
mod loopback {
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpStream};
    use std::sync::LazyLock;
    use std::thread;

    use divan::Bencher;
    use divan::counter::{BytesCount, ItemsCount};
    use responder::{Responder, Response, Settings};

    /// Content of the response to `/mebibyte`.
    const LARGE: usize = 1024 * 1024;

    static PAGE: &str = "Hello World";
    static MEBIBYTE: LazyLock<String> = LazyLock::new(|| "x".repeat(LARGE));
    static SERVER: LazyLock<SocketAddr> = LazyLock::new(|| {
        let settings = Settings { log: false, ..Settings::default() };
        let server = Responder::new()
            .settings(settings)
            .get("/", |_| Ok(Response::text(PAGE)))
            .get("/mebibyte", |_| Ok(Response::text(MEBIBYTE.as_str())))
            .post("/length", |request| Ok(Response::text(request.octets()?.len().to_string())))
            .bind("127.0.0.1:0")
            .expect("a port is free");
        let addr = server.local_addr().expect("it is bound");
        thread::spawn(move || server.run());
        addr
    });

    /// Sends and waits for as many octets as the first response had.
    struct Client {
        stream: TcpStream,
        request: Vec<u8>,
        response: Vec<u8>,
    }

    impl Client {
        /// Finds out how long the response to `request` is: the server closes after it.
        fn new(request: &str) -> Self {
            let closing = request.replacen("\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1);
            let mut response = Vec::new();
            let mut stream = TcpStream::connect(*SERVER).expect("the server listens");
            stream.write_all(closing.as_bytes()).expect("it takes a request");
            stream.read_to_end(&mut response).expect("it answers");
            assert!(response.starts_with(b"HTTP/1.1 200 OK\r\n"));
            response.truncate(response.len() - "Connection: close\r\n".len());
            let stream = TcpStream::connect(*SERVER).expect("the server listens");
            stream.set_nodelay(true).expect("it is a TCP socket");
            Self { stream, request: request.as_bytes().to_vec(), response }
        }

        fn times(mut self, count: usize) -> Self {
            (self.request, self.response) = (self.request.repeat(count), self.response.repeat(count));
            self
        }

        fn ask(&mut self) {
            self.stream.write_all(&self.request).expect("the server reads");
            self.stream.read_exact(&mut self.response).expect("the server answers");
        }
    }

    #[divan::bench]
    fn get(bencher: Bencher) {
        let mut client = Client::new("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        bencher.counter(ItemsCount::new(1_usize)).bench_local(|| client.ask());
    }

    #[divan::bench]
    fn get_16_at_a_time(bencher: Bencher) {
        let mut client = Client::new("GET / HTTP/1.1\r\nHost: a\r\n\r\n").times(16);
        bencher.counter(ItemsCount::new(16_usize)).bench_local(|| client.ask());
    }

    #[divan::bench]
    fn get_a_mebibyte(bencher: Bencher) {
        let mut client = Client::new("GET /mebibyte HTTP/1.1\r\nHost: a\r\n\r\n");
        bencher.counter(BytesCount::new(LARGE)).bench_local(|| client.ask());
    }

    #[divan::bench]
    fn post(bencher: Bencher) {
        let mut client = Client::new("POST /length HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nHello World");
        bencher.counter(ItemsCount::new(1_usize)).bench_local(|| client.ask());
    }

    #[divan::bench]
    fn post_chunked(bencher: Bencher) {
        let request = "POST /length HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n6\r\n World\r\n0\r\n\r\n";
        let mut client = Client::new(request);
        bencher.counter(ItemsCount::new(1_usize)).bench_local(|| client.ask());
    }
}
