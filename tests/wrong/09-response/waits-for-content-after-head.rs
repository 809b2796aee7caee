//! Goes by Content-Length after HEAD too.
//!
//! fails: the_client_knows_where_content_ends

// ANCHOR: content_length
    if matches!(head.status, Status::NO_CONTENT | Status::NOT_MODIFIED) {
        return Ok(Some(0));
    }
    let _ = to_head;
    if head.fields.get("Transfer-Encoding").is_some() {
        return Ok(None);
    }
    let mut lengths = head.fields.all("Content-Length");
    match (lengths.next(), lengths.next()) {
        (None, _) => Ok(None),
        (Some(length), None) => {
            let digits = length.text().filter(|text| text.bytes().all(|octet| octet.is_ascii_digit()));
            let length = digits.and_then(|digits| digits.parse().ok());
            Ok(Some(length.context("the Content-Length is not a number")?))
        }
        _ => bail!("there are several Content-Length fields"),
    }
// ANCHOR_END: content_length
