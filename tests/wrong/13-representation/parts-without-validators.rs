//! Sends parts without saying of which version.
//!
//! fails: the_server_sends_parts_of_the_same_version_only
//! fails: the_server_sends_parts_with_the_fields_of_the_whole

// ANCHOR: partial
    let mut response = Response::new(Status::PARTIAL_CONTENT);
    let length = representation.source.length();
    let has_fields = representation.validators.etag.is_some() && fields.get("If-Range").is_some();
    let _ = has_fields;
    let pieces = if let [part] = parts {
        set_content_fields(&mut response, &representation, &representation.media_type);
        response.set("Content-Range", content_range(part, length));
        vec![Piece::Part(part.clone())]
    } else {
        let boundary = boundary();
        let multipart = Multipart { boundary: &boundary, media_type: &representation.media_type, length };
        set_content_fields(&mut response, &representation, &multipart.media_type());
        multipart.pieces(parts)
    };
    response.with_content(Content::new(representation.source, pieces))
// ANCHOR_END: partial
