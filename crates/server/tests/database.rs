//! A fresh database per test.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use postgres::{Client, NoTls};
use tempfile::TempDir;
use zeroize::Zeroizing;

use tender_server::config::Database;
use tender_store::Store;

/// Migrated once per server, then copied: cheaper than to migrate one per test.
const TEMPLATE: &str = "tender_server_template";

/// What keeps the data.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// Where a test's data is; gone when this is dropped.
pub(crate) struct Place {
    folder: TempDir,
    /// The name of the database on the PostgreSQL server.
    postgres: Option<String>,
}

impl Place {
    pub(crate) fn fresh(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let postgres = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(copy_of_template()),
        };
        Self { folder, postgres }
    }

    /// The data folder: the SQLite database, the master key.
    pub(crate) fn data_dir(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn database(&self) -> Database {
        match &self.postgres {
            None => Database::Sqlite { data_dir: self.data_dir().to_owned() },
            // Migrated in case the template was left behind by an older test run.
            Some(name) => Database::Postgres { url: Zeroizing::new(url(name)), migrate: true },
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(name) = &self.postgres {
            let sql = format!("DROP DATABASE {name} WITH (FORCE)");
            on_server(|client| client.batch_execute(&sql).unwrap());
        }
    }
}

fn copy_of_template() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("tender_server_test_{}_{number}", std::process::id());
    on_server(|client| {
        // One test process at a time: a template must not be in use when copied.
        client.batch_execute("SELECT pg_advisory_lock(2)").unwrap();
        let exists = "SELECT 1 FROM pg_database WHERE datname = $1";
        if client.query_opt(exists, &[&TEMPLATE]).unwrap().is_none() {
            create(client, TEMPLATE, "template0");
            Store::migrate(&url(TEMPLATE)).unwrap();
        }
        create(client, &name, TEMPLATE);
    });
    name
}

fn create(client: &mut Client, name: &str, template: &str) {
    client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).unwrap();
}

/// Runs `task` on a thread of its own, since the driver must not block an async one.
pub(crate) fn on_server(task: impl FnOnce(&mut Client) + Send) {
    std::thread::scope(|scope| {
        let task = || task(&mut Client::connect(&url("postgres"), NoTls).unwrap());
        scope.spawn(task).join().unwrap();
    });
}

/// The test server's address with this database name.
#[expect(clippy::disallowed_methods, reason = "a test is configured by its environment")]
fn url(database: &str) -> String {
    let server = std::env::var("TENDER_TEST_POSTGRES").expect(
        "TENDER_TEST_POSTGRES must hold the address of a throwaway PostgreSQL server; \
         ./test starts one, as does: scripts/postgres run -- cargo nextest run",
    );
    let (server, _) = server.rsplit_once('/').expect("an address ends with /database");
    format!("{server}/{database}")
}
