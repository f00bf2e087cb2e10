//! Versions of the protocol: the `X-Api-Version` header.

use std::fmt;

/// A version, ordered by age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApiVersion {
    /// 2021-09-27.
    V2,
    /// 2021-10-19; behaves as the one before.
    V2_01,
    /// 2.1
    V2_1,
    /// 2.2
    V2_2,
    /// 2.3
    V2_3,
    /// 2.4
    V2_4,
}

/// The header names a version that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("X-Api-Version is not known; known are {}", ApiVersion::ALL.map(ApiVersion::as_str).join(", "))]
pub struct UnknownApiVersion;

impl ApiVersion {
    /// Every version, oldest first.
    pub const ALL: [Self; 6] =
        [Self::V2, Self::V2_01, Self::V2_1, Self::V2_2, Self::V2_3, Self::V2_4];

    /// Reads the header's value. Absent means the earliest version.
    ///
    /// # Errors
    /// The value is none of the known names.
    pub fn parse(header: Option<&str>) -> Result<Self, UnknownApiVersion> {
        let Some(name) = header else {
            return Ok(Self::V2);
        };
        Self::ALL
            .into_iter()
            .find(|version| version.as_str() == name.trim())
            .ok_or(UnknownApiVersion)
    }

    /// The name in the header.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V2 => "2021-09-27",
            Self::V2_01 => "2021-10-19",
            Self::V2_1 => "2.1",
            Self::V2_2 => "2.2",
            Self::V2_3 => "2.3",
            Self::V2_4 => "2.4",
        }
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absent_header_means_the_earliest_version() {
        assert_eq!(ApiVersion::parse(None), Ok(ApiVersion::V2));
    }

    #[test]
    fn every_name_reads_back_in_order_of_age() {
        for version in ApiVersion::ALL {
            assert_eq!(ApiVersion::parse(Some(version.as_str())), Ok(version));
        }
        assert!(ApiVersion::ALL.is_sorted());
    }

    #[test]
    fn an_unknown_version_is_refused_by_naming_the_known_ones() {
        for name in ["", "2", "2.5", "2.10", "v2.4", "2021-01-01"] {
            let error = ApiVersion::parse(Some(name)).unwrap_err().to_string();
            assert!(ApiVersion::ALL.iter().all(|known| error.contains(known.as_str())), "{error}");
        }
    }
}
