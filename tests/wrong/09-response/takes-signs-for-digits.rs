//! Lets `parse` say what a number is, and it takes a plus sign.
//!
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
        (None, _) => Ok(None),
        (Some(length), None) => {
            let length = length.text().and_then(|text| text.parse().ok());
            Ok(Some(length.context("the Content-Length is not a number")?))
        }
        _ => bail!("there are several Content-Length fields"),
    }
// ANCHOR_END: content_length
