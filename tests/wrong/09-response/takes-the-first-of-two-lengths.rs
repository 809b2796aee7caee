//! Takes the first Content-Length and does not look for another.
//!
//! fails: the_client_knows_where_content_ends

// ANCHOR: content_length
    if to_head || matches!(head.status, Status::NO_CONTENT | Status::NOT_MODIFIED) {
        return Ok(Some(0));
    }
    if head.fields.get("Transfer-Encoding").is_some() {
        return Ok(None);
    }
    let Some(length) = head.fields.get("Content-Length") else { return Ok(None) };
    let digits = length.text().filter(|text| text.bytes().all(|octet| octet.is_ascii_digit()));
    let length = digits.and_then(|digits| digits.parse().ok());
    Ok(Some(length.context("the Content-Length is not a number")?))
// ANCHOR_END: content_length
