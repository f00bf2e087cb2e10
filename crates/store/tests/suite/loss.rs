//! A SQLite database that is not what it was: cut, removed, replaced, damaged.

use std::fs::{self, File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use tender_store::{Error, OpenError, SqliteOptions, Store};

use crate::database::{Database, put};

const COMMITS: i64 = 40;

/// A store with so many acknowledged changes, still open.
async fn written() -> (Database, PathBuf) {
    let database = Database::sqlite();
    for number in 0..COMMITS {
        database.store.write(move |tx| put(tx, &format!("key {number}"))).await.unwrap();
    }
    let path = database.place.path();
    (database, path)
}

/// The files as a crash at this moment would leave them.
fn crash(path: &Path) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    for name in ["tender.db", "tender.db-wal", "tender.mark"] {
        fs::copy(path.with_file_name(name), folder.path().join(name)).unwrap();
    }
    let copy = folder.path().join("tender.db");
    (folder, copy)
}

fn open(path: &Path) -> Result<Store, OpenError> {
    Store::sqlite(path, SqliteOptions::default())
}

fn accepting(path: &Path) -> Store {
    Store::sqlite(path, SqliteOptions { accept_loss: true, ..SqliteOptions::default() }).unwrap()
}

async fn rows(store: &Store) -> i64 {
    let sql = "SELECT COUNT(*) FROM simulator_operation";
    store.read::<_, Error, _>(move |tx| tx.query_one(sql, &[], |row| row.int(0))).await.unwrap()
}

/// Keeps this many bytes of a file.
fn cut(path: &Path, length: u64) {
    OpenOptions::new().write(true).open(path).unwrap().set_len(length).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_loses_nothing_and_is_no_loss() {
    let (database, path) = written().await;
    let (_folder, copy) = crash(&path);
    assert_eq!(rows(&open(&copy).unwrap()).await, COMMITS);
    // Nor is a mark that fell behind, or was torn.
    for mark in ["00000000000000000007\n", "0000000000", ""] {
        let (_folder, copy) = crash(&path);
        fs::write(copy.with_extension("mark"), mark).unwrap();
        assert_eq!(rows(&open(&copy).unwrap()).await, COMMITS);
    }
    drop(database);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_was_cut_or_removed_is_noticed() {
    let (_database, path) = written().await;
    let log = |copy: &Path| copy.with_file_name("tender.db-wal");
    let length = log(&path).metadata().unwrap().len();
    for left in [Some(length - 1), Some(length / 2), Some(0), None] {
        let (_folder, copy) = crash(&path);
        match left {
            Some(left) => cut(&log(&copy), left),
            None => fs::remove_file(log(&copy)).unwrap(),
        }
        let Err(OpenError::Behind { lost, .. }) = open(&copy) else {
            panic!("{left:?} is refused")
        };
        assert!((1..=COMMITS).contains(&lost), "{left:?}: {lost}");
        // Refused again, and whole again if the log is put back... or accepted, once.
        assert!(matches!(open(&copy), Err(OpenError::Behind { .. })));
        let store = accepting(&copy);
        assert_eq!(rows(&store).await, (COMMITS - lost).max(0), "each change was a commit");
        store.write(|tx| put(tx, "afterwards")).await.unwrap();
        drop(store);
        open(&copy).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_copy_is_noticed() {
    let (database, path) = written().await;
    let Database { store, place } = database;
    drop(store);
    let old = fs::read(&path).unwrap();
    let store = open(&path).unwrap();
    store.write(|tx| put(tx, "after the copy")).await.unwrap();
    drop(store);
    fs::write(&path, old).unwrap();
    let error = open(&path).err().unwrap();
    assert!(matches!(error, OpenError::Behind { lost: 1, .. }), "{error}");
    assert!(error.to_string().contains("--accept-loss"), "{error}");
    drop(place);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_gone_is_not_begun_anew() {
    let (database, path) = written().await;
    let Database { store, place } = database;
    drop(store);
    fs::remove_file(&path).unwrap();
    assert!(matches!(open(&path), Err(OpenError::Gone { .. })));
    assert!(!path.exists(), "nothing was made in its place");
    assert_eq!(rows(&accepting(&path)).await, 0);
    open(&path).unwrap();
    drop(place);

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tender.db");
    let options = SqliteOptions { must_exist: true, ..SqliteOptions::default() };
    assert!(matches!(Store::sqlite(&path, options), Err(OpenError::Gone { .. })));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_file_is_refused() {
    let (database, path) = written().await;
    let Database { store, place } = database;
    drop(store);
    let whole = fs::read(&path).unwrap();
    let length = whole.len() as u64;
    for left in [length / 2, length - 1, 4096, 100] {
        fs::write(&path, &whole).unwrap();
        cut(&path, left);
        let error = open(&path).err().unwrap();
        assert!(matches!(error, OpenError::Damaged { .. }), "{left}: {error}");
    }
    fs::write(&path, &whole).unwrap();
    let mut file = File::options().write(true).open(&path).unwrap();
    file.seek(SeekFrom::Start(length / 2 / 4096 * 4096)).unwrap();
    file.write_all(&[0x5a; 4096]).unwrap();
    let error = open(&path).err().unwrap();
    assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("restore it from a backup"), "{error}");
    drop(place);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_removed_in_use_takes_no_more_writes() {
    for name in ["tender.db", "tender.db-wal"] {
        let (database, path) = written().await;
        let (file, aside) = (path.with_file_name(name), path.with_file_name("aside"));
        fs::rename(&file, &aside).unwrap();
        let refused = database.store.write(|tx| put(tx, "into nothing")).await;
        assert!(matches!(refused, Err(Error::Unavailable(_))), "{name}: {refused:?}");
        assert!(matches!(database.store.check_write().await, Err(Error::Unavailable(_))));
        fs::rename(&aside, &file).unwrap();
        database.store.check_write().await.unwrap();
        database.store.write(|tx| put(tx, "afterwards")).await.unwrap();
        assert_eq!(database.rows().await, COMMITS + 1, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_changes_nothing_is_not_counted() {
    let database = Database::sqlite();
    let count = "SELECT number FROM commit_count";
    database.store.write(|tx| put(tx, "key")).await.unwrap();
    let before = database.number(count).await;
    database.store.write(|_| Ok::<_, Error>(())).await.unwrap();
    let _ = database.store.write(|tx| put(tx, "key")).await.unwrap_err();
    assert_eq!(database.number(count).await, before);
    database.store.write(|tx| put(tx, "another key")).await.unwrap();
    assert_eq!(database.number(count).await, before + 1);
}
