//! Which form of a file to send, by `Accept-Encoding` (RFC 9110 §12.5.3).

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_ENCODING;

/// A form in which the build leaves each file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Identity => "identity",
        }
    }

    /// What follows the file's name.
    pub(super) const fn extension(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Identity => "",
        }
    }
}

/// What the caller takes, smallest first. The plain form always is among it: sending it is
/// better than an error, and no browser refuses it.
pub(super) fn accepted(request: &HeaderMap) -> impl Iterator<Item = Encoding> {
    [Encoding::Brotli, Encoding::Gzip, Encoding::Identity]
        .into_iter()
        .filter(|encoding| *encoding == Encoding::Identity || accepts(request, encoding.name()))
}

/// Whether the coding, or else `*`, is named with a weight above 0.
fn accepts(request: &HeaderMap, coding: &str) -> bool {
    let weight = |wanted: &str| {
        let values = request.get_all(ACCEPT_ENCODING).iter();
        let mut items = values.flat_map(|value| value.to_str().unwrap_or_default().split(','));
        items.find_map(|item| {
            let (name, weight) = item.split_once(';').unwrap_or((item, ""));
            name.trim().eq_ignore_ascii_case(wanted).then(|| weight_of(weight))
        })
    };
    weight(coding).or_else(|| weight("*")).is_some_and(|weight| weight > 0.0)
}

/// 1 unless given.
fn weight_of(parameter: &str) -> f32 {
    let given = parameter.trim().strip_prefix(['q', 'Q']).and_then(|rest| rest.strip_prefix('='));
    given.and_then(|weight| weight.parse().ok()).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::Encoding::{Brotli, Gzip, Identity};
    use super::*;

    fn forms(values: &[&'static str]) -> Vec<Encoding> {
        let header = |value: &&'static str| (ACCEPT_ENCODING, HeaderValue::from_static(value));
        accepted(&values.iter().map(header).collect()).collect()
    }

    #[test]
    fn the_smallest_form_that_the_caller_takes_comes_first() {
        assert_eq!(forms(&["gzip, deflate, br, zstd"]), [Brotli, Gzip, Identity]);
        assert_eq!(forms(&["gzip", "br"]), [Brotli, Gzip, Identity]);
        assert_eq!(forms(&["GZIP;Q=0.5"]), [Gzip, Identity]);
        assert_eq!(forms(&["br;q=0.001,gzip;q=1"]), [Brotli, Gzip, Identity]);
        assert_eq!(forms(&["*"]), [Brotli, Gzip, Identity]);
    }

    #[test]
    fn a_form_of_weight_0_is_not_sent() {
        assert_eq!(forms(&["br;q=0, gzip"]), [Gzip, Identity]);
        assert_eq!(forms(&["br; q=0.000, *"]), [Gzip, Identity]);
        assert_eq!(forms(&["*;q=0, gzip;q=0.2"]), [Gzip, Identity]);
        assert_eq!(forms(&["identity;q=0"]), [Identity]);
        assert_eq!(forms(&[]), [Identity]);
        assert_eq!(forms(&["brotli, x-br"]), [Identity]);
    }
}
