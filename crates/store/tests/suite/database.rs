//! A fresh database per test.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use postgres::{Client, NoTls};
use tempfile::TempDir;
use tender_store::{Arg, Error, PostgresOptions, SqliteOptions, Store, Tx};

/// Makes each function a test on both engines, with a fresh, migrated database.
macro_rules! on_both {
    ($($test:ident,)+) => {$(
        mod $test {
            use crate::database::Database;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$test(Database::sqlite()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                super::$test(Database::postgres()).await;
            }
        }
    )+};
}
pub(crate) use on_both;

/// A database that is gone when this is dropped.
pub(crate) struct Database {
    pub(crate) store: Store,
    pub(crate) place: Place,
}

/// Where a database is.
pub(crate) enum Place {
    Sqlite { folder: TempDir },
    Postgres { name: String },
}

impl Database {
    pub(crate) fn sqlite() -> Self {
        let place = Place::Sqlite { folder: tempfile::tempdir().unwrap() };
        let store = Store::sqlite(&place.path(), SqliteOptions::default()).unwrap();
        Self { store, place }
    }

    pub(crate) fn postgres() -> Self {
        Self::postgres_with(PostgresOptions::default())
    }

    pub(crate) fn postgres_with(options: PostgresOptions) -> Self {
        let place = Place::Postgres { name: copy_of_template() };
        let store = Store::postgres(&place.url(), options).unwrap();
        Self { store, place }
    }

    /// Runs statements beside the store, as a person at the database would.
    pub(crate) fn by_hand(&self, sql: &str) {
        self.place.by_hand(sql);
    }

    /// One number, in a read of its own.
    pub(crate) async fn number(&self, sql: &'static str) -> i64 {
        self.store.read(move |tx| tx.query_one(sql, &[], |row| row.int(0))).await.unwrap()
    }

    /// Rows that [`put`] has added and a commit has kept.
    pub(crate) async fn rows(&self) -> i64 {
        self.number("SELECT COUNT(*) FROM simulator_operation").await
    }
}

/// Adds a row with a unique key to a table of two columns that matter.
pub(crate) fn put(tx: &mut Tx<'_>, key: &str) -> Result<(), Error> {
    let sql = "INSERT INTO simulator_operation (idempotency_key, content, created_at) \
               VALUES ($1, $2, $3)";
    tx.execute(sql, &[Arg::from(key), Arg::from("{}"), Arg::from(0)])?;
    Ok(())
}

/// An id with this number.
pub(crate) fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(number: u64) -> T {
    format!("{number:022}").parse().unwrap()
}

impl Place {
    /// An empty PostgreSQL database without a schema.
    pub(crate) fn empty_postgres() -> Self {
        let name = fresh_name();
        on_server("postgres", |client| create(client, &name, "template0"));
        Self::Postgres { name }
    }

    /// The same for English texts: "a" sorts before "B".
    pub(crate) fn english_postgres() -> Self {
        let name = fresh_name();
        let template = "template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'";
        on_server("postgres", |client| create(client, &name, template));
        Self::Postgres { name }
    }

    /// The file of a SQLite database.
    pub(crate) fn path(&self) -> PathBuf {
        match self {
            Self::Sqlite { folder } => folder.path().join("tender.db"),
            Self::Postgres { .. } => panic!("not SQLite"),
        }
    }

    /// The address of a PostgreSQL database.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite { .. } => panic!("not PostgreSQL"),
            Self::Postgres { name } => url(name),
        }
    }

    pub(crate) fn by_hand(&self, sql: &str) {
        match self {
            Self::Sqlite { .. } => {
                rusqlite::Connection::open(self.path()).unwrap().execute_batch(sql).unwrap();
            }
            Self::Postgres { name } => on_server(name, |client| client.batch_execute(sql).unwrap()),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Self::Postgres { name } = self {
            let sql = format!("DROP DATABASE {name} WITH (FORCE)");
            on_server("postgres", |client| client.batch_execute(&sql).unwrap());
        }
    }
}

/// A copy of a migrated database: cheaper than to migrate one per test.
fn copy_of_template() -> String {
    let name = fresh_name();
    let template = format!("tender_template_{:x}", schema_hash());
    on_server("postgres", |client| {
        // One test process at a time: a template must not be in use when copied.
        client.batch_execute("SELECT pg_advisory_lock(1)").unwrap();
        let exists = "SELECT 1 FROM pg_database WHERE datname = $1";
        if client.query_opt(exists, &[&template]).unwrap().is_none() {
            create(client, &template, "template0");
            Store::migrate(&url(&template)).unwrap();
        }
        create(client, &name, &template);
    });
    name
}

fn create(client: &mut Client, name: &str, template: &str) {
    client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).unwrap();
}

fn fresh_name() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    format!("tender_test_{}_{number}", std::process::id())
}

fn schema_hash() -> u64 {
    let mut hasher = DefaultHasher::new();
    for name in migrations() {
        std::fs::read(folder_of_migrations().join(name + ".sql")).unwrap().hash(&mut hasher);
    }
    hasher.finish()
}

/// The names of all migrations, in their order.
pub(crate) fn migrations() -> Vec<String> {
    let files = folder_of_migrations().read_dir().unwrap();
    let name = |path: PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let mut names: Vec<_> = files.map(|file| name(file.unwrap().path())).collect();
    names.sort();
    names
}

/// The version of the newest migration.
pub(crate) fn newest_version() -> i64 {
    migrations().last().unwrap()[..4].parse().unwrap()
}

fn folder_of_migrations() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/postgres")
}

/// Runs `task` on a thread of its own, since the driver must not block an async one.
pub(crate) fn on_server(database: &str, task: impl FnOnce(&mut Client) + Send) {
    let url = url(database);
    std::thread::scope(|scope| {
        scope.spawn(|| task(&mut Client::connect(&url, NoTls).unwrap())).join().unwrap();
    });
}

/// The test server's address with another database name.
#[expect(clippy::disallowed_methods, reason = "a test is configured by its environment")]
fn url(database: &str) -> String {
    let server = std::env::var("TENDER_TEST_POSTGRES").expect(
        "TENDER_TEST_POSTGRES must hold the address of a throwaway PostgreSQL server; \
         ./test starts one, as does: scripts/postgres run -- cargo nextest run",
    );
    let (server, _) = server.rsplit_once('/').expect("an address ends with /database");
    format!("{server}/{database}")
}
