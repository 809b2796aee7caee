//! Takes a response without Content-Length for one without content.
//!
//! fails: the_client_goes_by_the_status_code
//! fails: the_client_knows_where_content_ends

// ANCHOR: content_length
    if to_head || matches!(head.status, Status::NO_CONTENT | Status::NOT_MODIFIED) {
        return Ok(Some(0));
    }
    if head.fields.get("Transfer-Encoding").is_some() {
        return Ok(None);
    }
    let mut lengths = head.fields.all("Content-Length");
    match (lengths.next(), lengths.next()) {
        (None, _) => Ok(Some(0)),
        (Some(length), None) => {
            let digits = length.text().filter(|text| text.bytes().all(|octet| octet.is_ascii_digit()));
            let length = digits.and_then(|digits| digits.parse().ok());
            Ok(Some(length.context("the Content-Length is not a number")?))
        }
        _ => bail!("there are several Content-Length fields"),
    }
// ANCHOR_END: content_length
