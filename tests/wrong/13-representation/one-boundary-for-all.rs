//! Parts the parts of every message by the same words.
//!
//! fails: the_server_parts_its_parts_by_what_no_content_holds

// ANCHOR: partial
    let mut response = Response::new(Status::PARTIAL_CONTENT);
    let length = representation.source.length();
    let has_fields = representation.validators.etag.is_some() && fields.get("If-Range").is_some();
    set_validators(&mut response, &representation, !has_fields);
    let pieces = if let [part] = parts {
        set_content_fields(&mut response, &representation, &representation.media_type);
        response.set("Content-Range", content_range(part, length));
        vec![Piece::Part(part.clone())]
    } else {
        static BOUNDARY: std::sync::OnceLock<String> = std::sync::OnceLock::new();
        let boundary = BOUNDARY.get_or_init(boundary);
        let multipart = Multipart { boundary, media_type: &representation.media_type, length };
        set_content_fields(&mut response, &representation, &multipart.media_type());
        multipart.pieces(parts)
    };
    response.with_content(Content::new(representation.source, pieces))
// ANCHOR_END: partial
