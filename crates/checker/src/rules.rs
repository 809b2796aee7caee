//! The rules: what no program of the course ever sends.
//!
//! Each has the id of the requirement that it proves (several rules may prove one), the section that says so, what a
//! learner reads when it is broken, and why it matters.

/// A rule about what a program sends.
#[derive(Debug)]
pub struct Rule {
    /// The rule's own name.
    pub name: &'static str,
    /// The requirement of RFC 9110 or RFC 9112 that it proves, as `tests/requirements/table.tsv` names it.
    pub requirement: &'static str,
    /// Where that requirement stands.
    pub section: &'static str,
    /// What is wrong when it is broken, as a sentence without a period.
    pub wrong: &'static str,
    /// Why it matters.
    pub why: &'static str,
}

macro_rules! rules {
    ($($name:ident: $requirement:literal, $section:literal, $wrong:literal, $why:literal;)*) => {
        $(pub(crate) static $name: Rule =
            Rule { name: stringify!($name), requirement: $requirement, section: $section, wrong: $wrong, why: $why };)*

        /// Every rule of the checker.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    // Heads of both kinds.
    BARE_LF: "9110-2.2-grammar", "RFC 9112 section 2.1",
        "a line of a head ends with LF without CR",
        "The grammar knows CR LF only. Some recipients take LF alone for a line end and others do not.";
    BARE_CR: "9112-2.2-send-no-bare-cr", "RFC 9112 section 2.2",
        "a line of a head has a CR without LF after it",
        "Recipients disagree about a CR alone: line end, space or part of the value. So it is never sent.";
    SPACE_FIRST: "9112-2.2-send-no-space-first", "RFC 9112 section 2.2",
        "white space stands between the start-line and the first field",
        "A recipient must refuse such a message or leave the line out.";
    FOLD: "9112-5.2-send-no-fold", "RFC 9112 section 5.2",
        "a field value is continued on a second line",
        "Folded lines are obsolete: who does not know them sees another field, or none.";
    FIELD_LINE: "9110-2.2-grammar", "RFC 9112 section 5",
        "a line of a head is no field: a name that is a token, a colon, a value",
        "Recipients refuse the message, or skip the line, and so read something else than was meant.";
    SPACE_BEFORE_COLON: "9110-2.2-grammar", "RFC 9112 section 5.1",
        "white space stands between a field name and its colon",
        "Some recipients trim the name and others do not know it. Such differences have been used for attacks.";
    FIELD_OCTETS: "9110-2.2-grammar", "RFC 9110 section 5.5",
        "a head has a control octet",
        "Field values and reason phrases are visible characters, SP and HTAB.";
    WHITE_SPACE: "9110-5.6.3-ows-single-sp", "RFC 9110 section 5.6.3",
        "a field value does not stand after its colon and one space",
        "Optional white space is sent as a single space, where it helps reading.";
    TRAILING_SPACE: "9110-5.6.3-no-other-ows", "RFC 9110 section 5.6.3",
        "white space stands after a field value",
        "It is no part of the value, helps nobody, and some recipients do not trim it.";
    FIELD_GRAMMAR: "9110-2.2-grammar", "RFC 9110 section 2.2",
        "the value of a field does not follow the field's grammar",
        "A sender must not send what the grammar does not have; what recipients make of it differs.";
    EMPTY_MEMBER: "9110-5.6.1.1-no-empty-members", "RFC 9110 section 5.6.1.1",
        "a list in a field has an empty member",
        "Recipients skip empty members, at least some of them; senders make none.";
    ESCAPE: "9110-5.6.4-needless-escape", "RFC 9110 section 5.6.4",
        "a quoted string escapes what needs no escape",
        "Only the double quote and the backslash need a backslash in front of them.";
    DATE_FORM: "9110-5.6.7-send-imf-fixdate", "RFC 9110 section 5.6.7",
        "a date has not the form Sun, 06 Nov 1994 08:49:37 GMT, or no calendar has it",
        "Three forms are read, and one is sent: 29 octets, always GMT, the weekday right.";
    REPEATED: "9110-5.3-no-repeat", "RFC 9110 section 5.3",
        "a field that is no list stands there twice",
        "One recipient takes the first, another the last, a third joins them with a comma.";
    ROLE: "9110-2.2-own-role", "RFC 9110 section 2.2",
        "a message has a field or status that its sender's role must not send",
        "Requests have their fields and responses theirs, and some belong to proxies and caches alone.";
    HOP_UNLISTED: "9110-7.6.1-list-hop-fields", "RFC 9110 section 7.6.1",
        "a field that is for this connection only is not named in Connection",
        "A proxy between the two would pass the field on, to a connection it says nothing about.";
    UPGRADE_UNLISTED: "9110-7.8-connection-option", "RFC 9110 section 7.8",
        "a message with Upgrade does not name it in Connection",
        "Upgrade is about this connection only, and Connection says so.";
    END_TO_END: "9110-7.6.1-no-end-to-end", "RFC 9110 section 7.6.1",
        "Connection names a field that is meant for all recipients",
        "A proxy removes what Connection names: the field would not arrive.";
    USERINFO: "9110-4.2.4-no-userinfo", "RFC 9110 section 4.2.4",
        "a URI has a user before its host",
        "User and password do not belong into a URI, and what looks like a host there deceives people.";
    EMPTY_HOST: "9110-4.2.1-no-empty-host", "RFC 9110 section 4.2.1",
        "an http URI has no host",
        "Every http URI names the server that is to be asked.";
    IDENTITY: "9110-8.4-no-identity", "RFC 9110 section 8.4",
        "Content-Encoding names identity",
        "The word is for Accept-Encoding only. Content without a coding has no Content-Encoding.";

    // Where messages end.
    LENGTH_AND_CODING: "9112-6.2-no-cl-with-te", "RFC 9112 section 6.2",
        "a message has both Content-Length and Transfer-Encoding",
        "Who goes by one of them finds another end of the message than who goes by the other.";
    CODING_TWICE: "9112-6.1-no-double-chunked", "RFC 9112 section 6.1",
        "the coding chunked is applied twice",
        "Chunks inside chunks: most recipients would unpack one layer only.";
    CODING_OTHER: "9112-7.4-te-absent", "RFC 9110 section 10.1.4",
        "a response has a transfer coding that nobody asked for",
        "Without TE in the request, chunked is the one transfer coding that a client need know.";
    CHUNK: "9110-2.2-grammar", "RFC 9112 section 7.1",
        "chunked content is malformed",
        "Size in hex digits, CR LF, so many octets, CR LF; at last the size 0, fields and an empty line.";
    CHUNK_SPACE: "9110-5.6.3-no-bws", "RFC 9112 section 7.1.1",
        "white space stands in a chunk's size line",
        "Recipients put up with it, senders do not make it.";
    TRAILER_FIELD: "9110-6.5.1-only-permitted", "RFC 9110 section 6.5.1",
        "a field is sent as a trailer that must not be one",
        "What says where a message ends, where it goes or how it is to be read has to come before the content.";
    TRAILER_UNANNOUNCED: "9110-6.6.2-announce", "RFC 9110 section 6.6.2",
        "a trailer field was not announced in Trailer",
        "The field Trailer in the head tells the recipient what to keep ready for.";
    CUT_SHORT: "9112-6.3-short-body", "RFC 9112 section 6.3",
        "a message breaks off before its end, and the connection was closed",
        "Whoever counts on its end waits, or has to throw the message away as incomplete.";
    TOO_LONG: "9110-15-one-final", "RFC 9112 section 6.3",
        "octets follow after the end of a message",
        "The next message begins there, or nothing does. A client on a kept connection takes them for a response.";

    // Responses.
    STATUS_LINE: "9110-2.2-grammar", "RFC 9112 section 4",
        "a response does not begin with a status line: HTTP/1.1, space, three digits, space, reason",
        "A client that finds something else there cannot go on.";
    STATUS_SPACE: "9112-4-status-line-space", "RFC 9112 section 4",
        "a status line has no space after its code",
        "The space stays also where no reason phrase follows.";
    VERSION_LOW: "9110-6.2-server-version", "RFC 9110 section 6.2",
        "a response says HTTP/1.0",
        "A server says which version it can speak, also to a client that asked in HTTP/1.0.";
    VERSION_FOREIGN: "9110-6.2-server-conformant", "RFC 9110 section 6.2",
        "a response has a version that the server does not speak",
        "The version of a response is the server's own, never that of the request.";
    STATUS_CODE: "9110-15-valid-codes", "RFC 9110 section 15",
        "a status code is not one of 100 to 599",
        "Clients take any other for a fault of the server.";
    LENGTH_FORBIDDEN: "9110-8.6-no-cl-1xx-204", "RFC 9110 section 8.6",
        "a 1xx or 204 response has Content-Length",
        "Such a response has no content, and not even a 0 says how long it is.";
    CODING_FORBIDDEN: "9112-6.1-no-te-1xx-204", "RFC 9112 section 6.1",
        "a 1xx or 204 response has Transfer-Encoding",
        "Such a response has no content that could be coded.";
    LENGTH_CONNECT: "9110-8.6-no-cl-connect", "RFC 9110 section 8.6",
        "a 2xx response to CONNECT has Content-Length",
        "After its head the tunnel begins.";
    CODING_CONNECT: "9112-6.1-no-te-connect", "RFC 9112 section 6.1",
        "a 2xx response to CONNECT has Transfer-Encoding",
        "After its head the tunnel begins.";
    CODING_HTTP10: "9112-6.1-no-te-to-http10", "RFC 9112 section 6.1",
        "the response to an HTTP/1.0 request has Transfer-Encoding",
        "HTTP/1.0 does not know chunks: the client would show their sizes. Content-Length or the close ends the content.";
    HEAD_CONTENT: "9110-9.3.2-no-content", "RFC 9110 section 9.3.2",
        "octets follow after the head of a response to HEAD",
        "The client takes them for the next response. HEAD gets the fields of GET and nothing after the empty line.";
    STATUS_CONTENT: "9112-6.3-no-body-status", "RFC 9112 section 6.3",
        "octets follow after the head of a 1xx, 204 or 304 response",
        "Such a response ends at its empty line; the client takes the octets for the next response.";
    RESET_CONTENT: "9110-15.3.6-no-content", "RFC 9110 section 15.3.6",
        "a 205 response has content, or does not say that it has none",
        "A 205 tells the client to clear its form. It has Content-Length: 0 or an empty chunked content.";
    CLOSE_UNSAID: "9112-9.6-announce-close", "RFC 9112 section 9.6",
        "a response has no length, so it ends with the connection, and does not say Connection: close",
        "The last response on a connection says that it is the last.";
    CLOSE_DELIMITED: "9112-6.3-delimited-responses", "RFC 9112 section 6.3",
        "the content of a response to an HTTP/1.1 request ends with the connection",
        "A client cannot tell such an end from a broken connection. Content-Length or chunks say where it is.";
    DATE_MISSING: "9110-6.6.1-date-in-response", "RFC 9110 section 6.6.1",
        "a 2xx, 3xx or 4xx response has no Date",
        "Caches and clients reckon the age of the response from it. Error pages and 304 need it too.";
    DATE_FALSE: "9110-6.6.1-date-accurate", "RFC 9110 section 6.6.1",
        "Date is not the time at which the response was made",
        "Caches and clients reckon the age of the response from it.";
    MODIFIED_LATER: "9110-8.8.2.1-not-after-date", "RFC 9110 section 8.8.2.1",
        "Last-Modified is later than Date",
        "Nothing was modified in the future. Where a file says so, the server sends the time of Date.";
    ALLOW_MISSING: "9110-10.2.1-allow-in-405", "RFC 9110 section 10.2.1",
        "a 405 response has no Allow",
        "Who hears that a method is not allowed has to hear which ones are.";
    CHALLENGE_MISSING: "9110-11.6.1-www-authenticate", "RFC 9110 section 11.6.1",
        "a 401 response has no WWW-Authenticate",
        "The client has to hear how it can prove who it is.";
    UPGRADE_MISSING: "9110-7.8-426-field", "RFC 9110 section 7.8",
        "a 426 response has no Upgrade",
        "The client has to hear which protocols would do.";
    LOCATION_MISSING: "9110-15.4.2-location", "RFC 9110 section 15.4",
        "a 301, 302, 303, 307 or 308 response has no Location",
        "The client has to hear where to go.";
    LENGTH_UNSAID: "9110-14.4-416-field", "RFC 9110 section 14.4",
        "a 416 response does not say how long the content is, as in Content-Range: bytes */1234",
        "With the length the client can ask for a range that there is.";
    RANGE_IMPOSSIBLE: "9110-14.4-complete-length", "RFC 9110 section 14.4",
        "Content-Range says what cannot be: a last position below the first, or a whole that ends before the part does",
        "After the slash stands the length of the whole content. Positions count from 0, so it is above the last one.";
    RANGE_MISSING: "9110-15.3.7.1-content-range", "RFC 9110 section 15.3.7",
        "a 206 response says neither in Content-Range nor by parts which octets it brings",
        "The client must know where the octets belong: a server may send others than were asked for.";
    RANGE_STRAY: "9110-15.3.7.1-content-range", "RFC 9110 section 14.4",
        "a response that is neither 206 nor 416 has Content-Range",
        "The field says where a part belongs; only these two responses have one to speak of.";
    RANGE_TWICE: "9110-15.3.7.2-no-top-content-range", "RFC 9110 section 15.3.7.2",
        "a 206 response of several parts has a Content-Range of its own",
        "It would be taken for a single part. Each part has its own Content-Range.";
    RANGE_LENGTH: "9110-15.3.7.1-content-range", "RFC 9110 section 15.3.7.1",
        "a 206 response has not as many octets as its Content-Range says",
        "First and last position are both included: bytes 0-0 is one octet.";
    RANGE_UNASKED: "9110-14.2-get-only", "RFC 9110 section 14.2",
        "a 206 or 416 response answers a request that is no GET with Range",
        "Range counts for GET alone; every other request gets the whole response.";
    RANGE_OTHER: "9110-14.1.2-clamp", "RFC 9110 section 14.1.2",
        "a 206 response brings another range than the one that was asked for",
        "A last position after the end means the end, and a suffix counts from the end.";
    RANGE_SATISFIABLE: "9110-14.1.2-unsatisfiable", "RFC 9110 section 14.1.2",
        "a 416 response refuses a range that there is",
        "Only a first position at or after the end, or a suffix of 0 octets, cannot be satisfied.";
    PARTS_FOR_ONE: "9110-15.3.7.2-single-range", "RFC 9110 section 15.3.7.2",
        "a request for one range got multipart/byteranges",
        "A client that asked for one range need not be able to read parts.";
    PARTS: "9110-15.3.7.2-multipart", "RFC 9110 section 14.6",
        "multipart/byteranges is malformed",
        "Each part begins with CR LF, two hyphens and the boundary; two more hyphens end the last one.";
    PART_RANGE: "9110-15.3.7.2-part-content-range", "RFC 9110 section 15.3.7.2",
        "a part of multipart/byteranges has no Content-Range, or one that is not right",
        "The client learns from it where the part belongs, and how many octets it has.";
    PART_TYPE: "9110-15.3.7.2-part-content-type", "RFC 9110 section 15.3.7.2",
        "a part of multipart/byteranges has no Content-Type",
        "The type of the content stands in each part; that of the response is multipart/byteranges.";
    NOT_MODIFIED_UNASKED: "9110-13.1.2-get-304", "RFC 9110 section 15.4.5",
        "a 304 response answers a request that is no conditional GET or HEAD",
        "Only a client that has said what it holds knows what is not modified.";
    NOT_MODIFIED_FIELDS: "9110-15.4.5-no-other-metadata", "RFC 9110 section 15.4.5",
        "a 304 response describes content that it does not bring",
        "It carries what identifies and refreshes the stored copy. Last-Modified is needed only without ETag.";
    LENGTH_HEAD: "9110-8.6-head-cl-equal", "RFC 9110 section 8.6",
        "Content-Length in the response to HEAD is not the length that GET gets",
        "It is what HEAD is asked for. A server that does not know the length leaves the field out.";
    LENGTH_304: "9110-8.6-304-cl-equal", "RFC 9110 section 8.6",
        "Content-Length in a 304 is not the length of the content",
        "Caches take it over. A 304 need not have the field, and 0 would be wrong.";
    LENGTH_RANGE: "9110-14.4-complete-length", "RFC 9110 section 14.4",
        "the complete length in Content-Range is not the length of the content",
        "The client puts the parts together by it.";
    CODING_UNWANTED: "9110-12.5.3-acceptable", "RFC 9110 section 12.5.3",
        "content has a coding that the request does not accept",
        "The client cannot read it. Without a coding it can.";
    VARY_MISSING: "9110-12.5.5-vary", "RFC 9110 section 12.5.5",
        "coded content does not say that it was chosen by Accept-Encoding",
        "Without Vary a cache would hand the coded form to a client that cannot read it.";
    UNEXPLAINED: "9110-15.5-explain", "RFC 9110 section 15.5",
        "a 4xx or 5xx response has no content that explains it",
        "Whoever meets an error has to find its cause.";
    UNTYPED: "9110-8.3-content-type", "RFC 9110 section 8.3",
        "the content of a redirect or an error has no Content-Type",
        "Without it a client has to guess, and a guess may turn text into a script.";
    SERVER_DETAILED: "9110-10.2.4-not-detailed", "RFC 9110 section 10.2.4",
        "Server is long, or has a comment",
        "Details about the system help attackers to find its weak places, and nobody else.";
    INTERIM_HTTP10: "9110-15.2-no-1xx-http10", "RFC 9110 section 15.2",
        "an HTTP/1.0 request got a 1xx response",
        "HTTP/1.0 does not know interim responses: the client takes it for the final one.";
    CONTINUE_UNASKED: "9110-10.1.1-immediate", "RFC 9110 section 10.1.1",
        "a 100 response answers a request without Expect: 100-continue",
        "A 100 tells a client that waits to go on. Nobody waits here.";
    CONTINUE_TWICE: "9110-10.1.1-final-after-100", "RFC 9110 section 10.1.1",
        "a request got 100 twice",
        "After a 100 comes the final response.";
    SWITCH_UNASKED: "9110-7.8-only-offered", "RFC 9110 section 7.8",
        "a 101 response switches to a protocol that the request does not offer",
        "The client would not understand a word after it.";
    SWITCH_UNNAMED: "9110-7.8-101-field", "RFC 9110 section 7.8",
        "a 101 response does not name the protocol in Upgrade",
        "The client has to hear which of its offers was taken.";
    UNASKED: "9110-15-one-final", "RFC 9110 section 15",
        "a response came that no request asked for",
        "Each request gets one final response. A second one would be taken for the response to the next request. Only \
         a server that has no room may say 503 and close.";
    AFTER_CLOSE: "9112-9.6-sent-close-no-more", "RFC 9112 section 9.6",
        "something follows after a response with Connection: close",
        "The client does not read it: it was told that this response is the last.";
    AFTER_REQUEST_CLOSE: "9112-9.6-close-ends-requests", "RFC 9112 section 9.6",
        "something follows after the response to a request with Connection: close",
        "The client has said that this request is its last. What came after it is no request.";
    ECHO_CLOSE: "9112-9.6-echo-close", "RFC 9112 section 9.6",
        "the response to a request with Connection: close does not say close itself",
        "Both sides say what they will do: this response is the last one.";
    AFTER_HTTP10: "9112-9.3-http10-closes", "RFC 9112 section 9.3",
        "a second response follows on the connection of an HTTP/1.0 client that did not agree to keep it",
        "Without keep-alive on both sides the connection ends after the response.";
    STILL_OPEN: "9112-9.6-sent-close-closes", "RFC 9112 section 9.6",
        "the connection is still open after a response that was to be the last",
        "The client may be waiting for the close, and both sides hold a socket for nothing.";

    // Requests.
    REQUEST_LINE: "9110-2.2-grammar", "RFC 9112 section 3",
        "a request does not begin with a request line: method, space, target, space, version",
        "A server refuses what it cannot read.";
    REQUEST_VERSION: "9110-6.2-client-version", "RFC 9110 section 6.2",
        "a request does not say HTTP/1.1",
        "A client says the highest version that it can speak.";
    TARGET_FORM: "9112-3.2.1-origin-form", "RFC 9112 section 3.2.1",
        "the target of a request is not path and query",
        "To a server a client sends the path, beginning with a slash, and the query; no host and no fragment.";
    TARGET_SPECIAL: "9110-7.1-special-targets", "RFC 9110 section 7.1",
        "a target of the form host:port or * does not fit the method",
        "host:port belongs to CONNECT, and * to OPTIONS.";
    HOST_MISSING: "9112-3.2-client-host", "RFC 9112 section 3.2",
        "a request has no Host",
        "One server may have many hosts; it must refuse a request that names none.";
    HOST_LATE: "9110-7.2-host-first", "RFC 9110 section 7.2",
        "Host is not the first field of a request",
        "Whoever passes the request on needs it first.";
    LENGTH_NEEDLESS: "9110-8.6-client-no-cl", "RFC 9110 section 8.6",
        "a request without content has Content-Length although its method expects none",
        "A GET without content has no length either.";
    LENGTH_MISSING: "9110-8.6-client-sends-cl", "RFC 9110 section 8.6",
        "a POST or PUT request has neither Content-Length nor Transfer-Encoding",
        "The method expects content, so the request says how much: also when it is none.";
    CODING_IN_HTTP10: "9112-6.1-client-te-version", "RFC 9112 section 6.1",
        "an HTTP/1.0 request has Transfer-Encoding",
        "HTTP/1.0 does not know chunks: the server would take the wrong octets for the content.";
    CODING_NOT_CHUNKED: "9112-6.1-request-chunked-last", "RFC 9112 section 6.1",
        "the last transfer coding of a request is not chunked",
        "A request cannot end with the connection, so only chunks can say where its content ends.";
    TE_CHUNKED: "9112-7.4-te-no-chunked", "RFC 9110 section 10.1.4",
        "TE names chunked",
        "Every recipient of HTTP/1.1 takes chunked; TE names others.";
    TE_UNLISTED: "9112-7.4-te-connection", "RFC 9110 section 10.1.4",
        "a request with TE does not name it in Connection",
        "A proxy between the two would pass the field on, to a connection it says nothing about.";
    AGENT_MISSING: "9110-10.1.5-user-agent", "RFC 9110 section 10.1.5",
        "a request has no User-Agent",
        "Servers go by it when they look for the cause of trouble.";
    EXPECT_EMPTY: "9110-10.1.1-client-needs-content", "RFC 9110 section 10.1.1",
        "a request without content has Expect: 100-continue",
        "There is nothing that the server could tell the client to go on with.";
    EXTRA_LINE: "9112-2.2-no-extra-crlf", "RFC 9112 section 2.2",
        "a CR LF stands in front of a request",
        "Old clients did so; a server may take it for the beginning of a malformed request.";
    AFTER_LAST_REQUEST: "9112-9.6-client-no-more", "RFC 9112 section 9.6",
        "something follows after a request with Connection: close",
        "The client has said that this request is its last; the server does not read on.";
    AFTER_RESPONSE_CLOSE: "9112-9.6-client-got-close", "RFC 9112 section 9.6",
        "a request follows after a response with Connection: close",
        "The server has said that its response is the last. It does not read on.";
    IF_RANGE_ALONE: "9110-13.1.5-client-needs-range", "RFC 9110 section 13.1.5",
        "a request has If-Range without Range",
        "The field says under which condition Range counts.";
    IF_RANGE_WEAK: "9110-13.1.5-client-strong-tag", "RFC 9110 section 13.1.5",
        "If-Range has a weak entity tag",
        "Pieces can be joined only when not one octet has changed; a weak tag does not promise that.";
    REFERER: "9110-10.1.3-no-fragment", "RFC 9110 section 10.1.3",
        "Referer has a fragment or a user",
        "Neither is any business of the server.";
    TRACE_CONTENT: "9110-9.3.8-client-no-content", "RFC 9110 section 9.3.8",
        "a TRACE request has content",
        "TRACE asks for its own head back, and has nothing else.";
    OPTIONS_TYPE: "9110-9.3.7-client-content-type", "RFC 9110 section 9.3.7",
        "an OPTIONS request has content and no Content-Type",
        "Without it the server cannot know what the content is.";
}
