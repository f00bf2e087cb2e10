//! The key that wraps all others. It lives outside the database: who steals the
//! one has nothing without the other.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::config::{MasterKeySource, sqlite_file};
use crate::data_dir::{self, DataDirError};
use crate::env::Env;

/// The file of the key within a data folder.
const FILE: &str = "master.key";

/// 32 secret bytes, wiped when dropped.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; 32]>);

/// Why there is no master key.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    /// It cannot be understood.
    #[error("{0} must hold 32 bytes in base64, such as `openssl rand -base64 32` makes")]
    Malformed(String),
    /// It should have been there.
    #[error("{0} does not exist; restore it from your backup of keys")]
    Missing(String),
    /// The operating system refused the file.
    #[error(transparent)]
    File(#[from] DataDirError),
}

impl MasterKeySource {
    /// Whether the data folder holds a key already, and so once had a database.
    pub(crate) fn is_there(&self) -> bool {
        matches!(self, Self::DataDir(folder) if folder.join(FILE).exists())
    }
}

impl MasterKey {
    /// Reads the key. In a data folder without a database, where nothing can be
    /// wrapped yet, the first start makes one.
    ///
    /// # Errors
    /// [`MasterKeyError`], which never shows the key.
    pub fn load(source: &MasterKeySource, env: &Env) -> Result<Self, MasterKeyError> {
        match source {
            MasterKeySource::Text(text) => Self::parse(text, "TENDER_MASTER_KEY"),
            MasterKeySource::File(path) => Self::read(path)?.ok_or_else(|| missing(path)),
            MasterKeySource::DataDir(folder) => {
                let path = folder.join(FILE);
                // Looked for before the key: another process that starts just now makes
                // the key first and the database after it.
                let has_database = sqlite_file(folder).exists();
                match Self::read(&path)? {
                    Some(key) => Ok(key),
                    None if has_database => Err(missing(&path)),
                    None => Self::create(&path, env),
                }
            }
        }
    }

    /// The bytes of the key.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Makes a key, unless another process has been faster: then takes that one's.
    fn create(path: &Path, env: &Env) -> Result<Self, MasterKeyError> {
        let key = Self(Zeroizing::new(env.random_bytes()));
        let text = Zeroizing::new(STANDARD.encode(key.as_bytes()));
        match data_dir::create_secret(path, &text, env)? {
            true => Ok(key),
            false => Self::read(path)?.ok_or_else(|| missing(path)),
        }
    }

    fn read(path: &Path) -> Result<Option<Self>, MasterKeyError> {
        let text = data_dir::read_secret(path)?;
        text.map(|text| Self::parse(&text, &path.display().to_string())).transpose()
    }

    fn parse(text: &str, place: &str) -> Result<Self, MasterKeyError> {
        let bytes = STANDARD.decode(text.trim()).map(Zeroizing::new).ok();
        let key = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok());
        key.map(|key| Self(Zeroizing::new(key)))
            .ok_or_else(|| MasterKeyError::Malformed(place.to_owned()))
    }
}

fn missing(path: &Path) -> MasterKeyError {
    MasterKeyError::Missing(path.display().to_string())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::sync::Barrier;

    use super::*;

    #[test]
    fn made_once_and_never_again_beside_a_database() {
        let folder = tempfile::tempdir().unwrap();
        let source = MasterKeySource::DataDir(folder.path().to_owned());
        let load = || MasterKey::load(&source, &Env::system());
        let first = load().unwrap();
        std::fs::write(sqlite_file(folder.path()), "").unwrap();
        assert_eq!(load().unwrap().as_bytes(), first.as_bytes());
        std::fs::remove_file(folder.path().join(FILE)).unwrap();
        let error = load().err().unwrap().to_string();
        assert!(error.ends_with("master.key does not exist; restore it from your backup of keys"));
    }

    #[test]
    fn first_starts_at_once_agree_on_one_key() {
        for _ in 0..20 {
            let folder = tempfile::tempdir().unwrap();
            let source = MasterKeySource::DataDir(folder.path().to_owned());
            let together = Barrier::new(8);
            let start = || {
                together.wait();
                let key = MasterKey::load(&source, &Env::system()).unwrap();
                // As its database would be there from now on.
                std::fs::write(sqlite_file(folder.path()), "").unwrap();
                *key.as_bytes()
            };
            let keys: Vec<_> = std::thread::scope(|scope| {
                let starts: Vec<_> = (0..8).map(|_| scope.spawn(start)).collect();
                starts.into_iter().map(|start| start.join().unwrap()).collect()
            });
            let kept = MasterKey::load(&source, &Env::system()).unwrap();
            assert!(keys.iter().all(|key| key == kept.as_bytes()));
            let files = std::fs::read_dir(folder.path()).unwrap().count();
            assert_eq!(files, 2, "the key and the database, no drafts");
            let mode = folder.path().join(FILE).metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_broken_key_is_refused_without_showing_it() {
        for text in ["", "c2hvcnQ=", "not base64"] {
            let source = MasterKeySource::Text(Zeroizing::new(text.to_owned()));
            let error = MasterKey::load(&source, &Env::system()).err().unwrap().to_string();
            assert!(error.starts_with("TENDER_MASTER_KEY must hold 32 bytes in base64"), "{error}");
        }
    }
}
