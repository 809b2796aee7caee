//! One representation of a resource, and the coding in which the client prefers it (RFC 9110 sections 8 and 12).

use std::borrow::Cow;
use std::ops::RangeInclusive;

use request::{Fields, RequestHead};

use crate::cache_control::CacheControl;
use crate::coding::{Coding, choose, weight};
use crate::etag::EntityTag;
use crate::media_type::{GZIP, is_compressible};
use crate::missing::NoRepresentation;
use crate::source::Source;
use crate::validators::Validators;

/// What is compressed for one response. Below, nothing is gained; above, it would take too much memory and time: put a
/// compressed file beside it.
const COMPRESSED_HERE: RangeInclusive<u64> = 128..=1024 * 1024;

/// One representation of a resource.
#[derive(Debug)]
pub struct Representation {
    /// Its media type.
    pub media_type: Cow<'static, str>,
    /// What tells this version from others.
    pub validators: Validators,
    /// How the content is coded.
    pub coding: Coding,
    /// Whether `Accept-Encoding` had a say in its choice.
    pub negotiated: bool,
    /// Its octets.
    pub source: Source,
    /// Whether the octets have still to be coded.
    pub to_be_coded: bool,
    /// What caches may do with it, where something is said about that.
    pub cache_control: Option<CacheControl>,
}

impl Representation {
    /// A text in memory, with an entity tag made from its octets.
    #[must_use]
    pub fn text(media_type: impl Into<Cow<'static, str>>, text: impl Into<Cow<'static, str>>) -> Self {
        let octets = match text.into() {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        };
        let validators = Validators::with_etag(EntityTag::of(&octets));
        Self::new(media_type, validators, Source::Octets(octets))
    }

    /// A representation that is not coded.
    #[must_use]
    pub fn new(media_type: impl Into<Cow<'static, str>>, validators: Validators, source: Source) -> Self {
        Self {
            media_type: media_type.into(),
            validators,
            coding: Coding::Identity,
            negotiated: false,
            source,
            to_be_coded: false,
            cache_control: None,
        }
    }

    /// The same for octets that are what gzip makes of that media type. Who does not accept gzip gets them as what they
    /// are without it: a compressed file.
    #[must_use]
    pub fn compressed(mut self, request: &RequestHead) -> Self {
        let value = request.fields.combined("Accept-Encoding");
        let is_accepted = value.is_none_or(|value| weight(&value, Coding::Gzip).is_some_and(|weight| weight > 0));
        self.negotiated = true;
        if is_accepted {
            return self.coded();
        }
        self.media_type = GZIP.into();
        self
    }

    /// The same with what caches may do with it.
    #[must_use]
    pub fn cached(self, cache_control: &CacheControl) -> Self {
        Self { cache_control: Some(cache_control.clone()), ..self }
    }

    /// Chooses the coding that the client prefers, where this kind of content gains by one and none is chosen yet.
    /// `precompressed` opens the compressed octets with their validators, if somebody has made them.
    ///
    /// # Errors
    ///
    /// [`NoRepresentation::NotAcceptable`], when the client accepts none of what there is.
    pub fn negotiate(
        mut self,
        request: &RequestHead,
        precompressed: impl FnOnce() -> Option<(Source, Validators)>,
    ) -> Result<Self, NoRepresentation> {
        if self.negotiated || self.coding != Coding::Identity || !is_compressible(&self.media_type) {
            return Ok(self);
        }
        self.negotiated = true;
        let coding = choose(&request.fields);
        if coding == Some(Coding::Gzip)
            && let Some((source, validators)) = precompressed()
        {
            self.source = source;
            self.validators = validators;
            return Ok(self.coded());
        }
        match coding {
            Some(Coding::Identity) => Ok(self),
            Some(Coding::Gzip) if COMPRESSED_HERE.contains(&self.source.length()) => {
                self.to_be_coded = true;
                Ok(self.coded())
            }
            Some(Coding::Gzip) if !is_refused(Coding::Identity, &request.fields) => Ok(self),
            _ => Err(NoRepresentation::NotAcceptable),
        }
    }

    /// The same, in gzip, and so with another entity tag.
    fn coded(mut self) -> Self {
        self.coding = Coding::Gzip;
        // ANCHOR: coded_tag
        self.validators.etag = self.validators.etag.map(|etag| etag.coded(Coding::Gzip.name()));
        // ANCHOR_END: coded_tag
        self
    }
}

fn is_refused(coding: Coding, fields: &Fields) -> bool {
    fields.combined("Accept-Encoding").is_some_and(|value| weight(&value, coding) == Some(0))
}
