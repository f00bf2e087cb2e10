//! Opening, and the schema's versions.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tender_store::{Error, OpenError, PostgresOptions, SqliteOptions, Store, Tx};

use crate::database::{Database, Place, migrations, newest_version, on_both, put};

const FUTURE: &str = "INSERT INTO schema_migration (version, name) VALUES (1000, 'later')";

fn migrating() -> PostgresOptions {
    PostgresOptions { migrate: true, ..PostgresOptions::default() }
}

fn is_newer<T>(opened: &Result<T, OpenError>) -> bool {
    let newest = newest_version();
    matches!(opened, Err(OpenError::NewerSchema { found: 1000, known }) if *known == newest)
}

#[test]
fn sqlite_has_one_process() {
    let database = Database::sqlite();
    let path = database.place.path();
    let second = Store::sqlite(&path, SqliteOptions::default());
    assert!(matches!(second, Err(OpenError::InUse { path: named }) if named == path));
    drop(database.store);
    Store::sqlite(&path, SqliteOptions::default()).expect("free once the first is closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_keeps_what_it_has() {
    let Database { store, place } = Database::sqlite();
    store.write(|tx| put(tx, "key")).await.unwrap();
    drop(store);
    let store =
        Store::sqlite(&place.path(), SqliteOptions { readers: 0, ..SqliteOptions::default() })
            .unwrap();
    assert_eq!(Database { store, place }.rows().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_sqlite_deletes_is_gone_from_the_file() {
    let Database { store, place } = Database::sqlite();
    for key in ["kept before", "needle in the haystack", "kept after"] {
        store.write(move |tx| put(tx, key)).await.unwrap();
    }
    let sql = "DELETE FROM simulator_operation WHERE idempotency_key LIKE 'needle%'";
    store.write(move |tx| tx.execute(sql, &[])).await.unwrap();
    // Closing ends the WAL.
    drop(store);
    let file = std::fs::read(place.path()).unwrap();
    let holds = |text: &str| file.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("kept before"));
    assert!(!holds("haystack"));
}

#[test]
fn sqlite_files_are_for_their_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new folder").join("tender.db");
    let _store = Store::sqlite(&path, SqliteOptions::default()).unwrap();
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    for file in path.parent().unwrap().read_dir().unwrap() {
        let file = file.unwrap().path();
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "not a folder").unwrap();
    let error = Store::sqlite(&file.join("tender.db"), SqliteOptions::default()).err().unwrap();
    assert!(matches!(&error, OpenError::Unwritable { path, .. } if *path == file), "{error}");
    assert!(error.to_string().contains(file.to_str().unwrap()));
}

#[test]
fn another_file_is_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tender.db");
    std::fs::write(&file, "something else, longer than nothing").unwrap();
    let opened = Store::sqlite(&file, SqliteOptions::default());
    assert!(matches!(opened, Err(OpenError::Damaged { .. })));
    assert_eq!(std::fs::read(&file).unwrap(), b"something else, longer than nothing");
}

#[test]
fn sqlite_of_a_newer_version_is_left_alone() {
    let Database { store, place } = Database::sqlite();
    drop(store);
    place.by_hand(FUTURE);
    let opened = Store::sqlite(&place.path(), SqliteOptions::default());
    assert!(is_newer(&opened));
}

#[test]
fn postgres_of_a_newer_version_is_left_alone() {
    let database = Database::postgres();
    database.by_hand(FUTURE);
    for options in [PostgresOptions::default(), migrating()] {
        let opened = Store::postgres(&database.place.url(), options);
        assert!(is_newer(&opened));
    }
    let pending = Store::pending(&database.place.url());
    assert!(matches!(pending, Err(OpenError::NewerSchema { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_is_migrated_when_told_to() {
    let place = Place::empty_postgres();
    let url = place.url();
    let refused = Store::postgres(&url, PostgresOptions::default());
    let newest = newest_version();
    assert!(matches!(refused, Err(OpenError::OlderSchema { found: 0, known }) if known == newest));
    assert_eq!(Store::pending(&url).unwrap(), migrations());
    assert_eq!(Store::migrate(&url).unwrap(), migrations());
    assert_eq!(Store::pending(&url).unwrap(), [""; 0]);
    assert_eq!(Store::migrate(&url).unwrap(), [""; 0]);
    let store = Store::postgres(&url, PostgresOptions::default()).unwrap();
    store.check().await.unwrap();
}

#[test]
fn nodes_that_start_together_migrate_once() {
    let place = Place::empty_postgres();
    let url = place.url();
    let applied: Vec<_> = std::thread::scope(|scope| {
        let nodes: Vec<_> = (0..6).map(|_| scope.spawn(|| Store::migrate(&url).unwrap())).collect();
        nodes.into_iter().flat_map(|node| node.join().unwrap()).collect()
    });
    assert_eq!(applied, migrations());
}

#[test]
fn data_leaves_the_machine_unencrypted_only_when_told_to() {
    let error = |url| Store::pending(url).unwrap_err();
    for url in [
        "postgres://tender:secret@192.0.2.1/x",
        "postgres://tender:secret@db.example.com/x?sslmode=require",
        "postgres://tender:secret@localhost,192.0.2.1/x",
        "postgres://tender:secret@localhost/x?hostaddr=192.0.2.1",
    ] {
        let error = error(url);
        assert!(matches!(error, OpenError::Unencrypted), "{url}: {error}");
        assert!(
            error.to_string().contains("sslmode=disable") && !error.to_string().contains("secret")
        );
    }
    for url in [
        "postgres://127.0.0.1:1/x",
        "postgres://[::1]:1/x",
        "postgres://localhost:1/x",
        "postgres://%2Fnowhere/x",
        "postgres://db.invalid:1/x?hostaddr=127.0.0.1",
        "postgres://127.0.0.1:1/x?sslmode=disable",
        "postgres://db.invalid:1/x?sslmode=disable",
    ] {
        let error = error(url);
        assert!(matches!(error, OpenError::Database(Error::Unavailable(_))), "{url}: {error}");
    }
}

#[test]
fn every_lane_needs_a_connection() {
    let options = PostgresOptions { connections: 3, ..PostgresOptions::default() };
    let opened = Store::postgres("postgres://127.0.0.1/x", options);
    assert!(matches!(opened, Err(OpenError::TooFewConnections { least: 4, given: 3 })));
}

#[tokio::test]
async fn both_engines_have_the_same_columns() {
    let sqlite = "SELECT m.name, c.name, c.type, c.\"notnull\" OR c.pk > 0 \
                  FROM sqlite_schema m, pragma_table_info(m.name) c \
                  WHERE m.type = 'table' ORDER BY m.name, c.cid";
    let postgres = "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), \
                    CASE data_type WHEN 'bigint' THEN 'INTEGER' WHEN 'bytea' THEN 'BLOB' \
                    WHEN 'text' THEN 'TEXT' ELSE CAST(data_type AS TEXT) END, \
                    CAST(CASE is_nullable WHEN 'NO' THEN 1 ELSE 0 END AS BIGINT) \
                    FROM information_schema.columns WHERE table_schema = 'public' \
                    ORDER BY table_name, ordinal_position";
    let sqlite = columns(&Database::sqlite(), sqlite).await;
    assert!(sqlite.len() > 100);
    assert_eq!(sqlite, columns(&Database::postgres(), postgres).await);
}

/// Table, column, type, and whether it must have a value.
type Column = (String, String, String, bool);

async fn columns(database: &Database, sql: &'static str) -> Vec<Column> {
    let read = move |tx: &mut Tx<'_>| {
        tx.query_all(sql, &[], |row| Ok((row.text(0)?, row.text(1)?, row.text(2)?, row.flag(3)?)))
    };
    database.store.read::<_, Error, _>(read).await.unwrap()
}

on_both! {
    a_session_has_one_payment_that_takes_money,
}

async fn a_session_has_one_payment_that_takes_money(database: Database) {
    let insert = |id: &str, session: &str, status: &str| {
        format!(
            "INSERT INTO payment (id, account_id, client_session_id, status, currency, amount, \
         content, created_at, updated_at, event_sequence, event_hash) \
         SELECT '{id}', 'a', {session}, '{status}', 'EUR', 1, '{{}}', 0, 0, 0, event_hash \
         FROM (SELECT event_hash FROM account) a"
        )
    };
    database.by_hand(match database.store.engine() {
        "sqlite" => "INSERT INTO account VALUES ('a', '', '', '', 0, 0, x'00')",
        _ => "INSERT INTO account VALUES ('a', '', '', '', 0, 0, '\\x00')",
    });
    for (id, session, status) in [
        ("1", "'s'", "DECLINED"),
        ("2", "'s'", "FAILED"),
        ("3", "'s'", "CANCELLED"),
        ("4", "'s'", "AUTHORIZED"),
        ("5", "'other'", "PENDING"),
        ("6", "NULL", "PENDING"),
        ("7", "NULL", "SETTLED"),
    ] {
        database.by_hand(&insert(id, session, status));
    }
    let second = database
        .store
        .write(|tx| tx.execute("UPDATE payment SET status = 'PENDING' WHERE id = '1'", &[]));
    let expected = Error::Conflict { table: "payment".to_owned() };
    assert_eq!(second.await, Err(expected));
}
