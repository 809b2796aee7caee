//! What tells one version of a representation from another (RFC 9110 section 8.8).

use std::time::SystemTime;

use crate::date::LastModified;
use crate::etag::EntityTag;

/// The validators of a representation; either may be unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// Its entity tag.
    pub etag: Option<EntityTag<'static>>,
    /// The date of its last change.
    pub last_modified: Option<LastModified>,
}

impl Validators {
    /// Validators with an entity tag only.
    #[must_use]
    pub fn with_etag(etag: EntityTag<'static>) -> Self {
        Self { etag: Some(etag), last_modified: None }
    }

    /// The same with the date of the last change, as it is to be sent at `now`.
    #[must_use]
    pub fn modified(self, time: SystemTime, now: SystemTime) -> Self {
        Self { last_modified: LastModified::new(time, now), ..self }
    }
}
