//! Pages of HTML, and the sentences in them that every server of the course says to people.
//!
//! The layers say what is so: an error, a status, a section. What people read about it stands here, once. This crate knows
//! no layer: it takes methods, targets and codes as text and numbers, and escapes them itself.
//!
//! - [`html`] shows text in a page, [`code`] shows it as it was sent, and [`page`] is the page around it.
//! - [`listing`] is a page with the names in a folder.
//! - All other functions are sentences, in HTML.

mod html;
mod listing;
mod sentences;

pub use html::{MEDIA_TYPE, code, html, page};
pub use listing::{Row, listing};
pub use sentences::{
    COURSE, EXPECTATION_UNKNOWN, NO_TUNNELS, NOT_CURRENT, WHO_ASKS, elsewhere, http_only, missing, moved, no_page,
    not_allowed, out_of_range, refusal, too_late, unknown_method,
};
