//! Reaching PostgreSQL at all: addresses, what is said when it fails, servers that will
//! not do.

use std::path::Path;
use std::process::{Child, Command};

use tender_store::{Error, OpenError, PostgresOptions, Store};

use crate::database::{Place, on_server, put};

fn refusal(url: &str) -> String {
    let opened = Store::postgres(url, PostgresOptions::default());
    let error = opened.err().unwrap().to_string();
    assert!(!error.contains("secret"), "{url}: {error}");
    error
}

#[test]
fn an_address_that_cannot_be_read_says_how_one_is_written() {
    for url in [
        "postgres://user:sec ret@[",
        "postgres://user:half@secret@127.0.0.1/x",
        "postgres://user:half@secret/half@127.0.0.1/x",
        "host=127.0.0.1 password=half secret user=x",
    ] {
        let error = refusal(url);
        assert!(error.starts_with("database_url cannot be read"), "{url}: {error}");
        assert!(error.contains("@ is written %40"), "{url}: {error}");
    }
    for (url, parameter) in [
        ("postgres://user:secret@127.0.0.1/x?sslmode=sometimes", "sslmode"),
        ("postgres://user:secret@127.0.0.1:5x/x", "port"),
        ("postgres://user:secret@127.0.0.1/x?ssl_mode=disable", "ssl_mode"),
    ] {
        let error = refusal(url);
        assert!(error.contains(&format!("(at `{parameter}`)")), "{url}: {error}");
    }
}

#[test]
fn a_server_that_cannot_be_reached_is_named_with_the_cause() {
    let place = Place::empty_postgres();
    let server = place.url();
    let address = server.rsplit('@').next().unwrap().split('/').next().unwrap();
    let of_server = |user: &str, name: &str| format!("postgres://{user}:secret@{address}/{name}");
    for (url, expected) in [
        (
            "postgres://user:secret@127.0.0.1:1/x".to_owned(),
            "PostgreSQL at 127.0.0.1:1: the connection was refused".to_owned(),
        ),
        (
            "postgres://user:secret@db.invalid:6543/x?sslmode=disable".to_owned(),
            "PostgreSQL at db.invalid:6543: failed to lookup address information".to_owned(),
        ),
        (
            of_server("postgres", "nowhere"),
            format!("{address}: PostgreSQL says: database \"nowhere\" does not exist (3D000)"),
        ),
        (
            of_server("nobody", "postgres"),
            format!("{address}: PostgreSQL says: role \"nobody\" does not exist (28000)"),
        ),
        (
            "postgres://user:secret@127.0.0.1:1,127.0.0.1:2/x".to_owned(),
            "PostgreSQL at 127.0.0.1:1, 127.0.0.1:2: ".to_owned(),
        ),
    ] {
        let error = refusal(&url);
        assert!(error.contains(&expected), "{error}\nlacks {expected}");
    }
}

#[test]
fn a_database_that_lacks_letters_is_refused() {
    let place = Place::empty_postgres();
    let Place::Postgres { name } = &place else { unreachable!() };
    for encoding in ["LATIN1", "SQL_ASCII"] {
        let sql = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}'");
        let drop = format!("DROP DATABASE {name}");
        on_server("postgres", |client| {
            client.batch_execute(&drop).unwrap();
            client.batch_execute(&sql).unwrap();
        });
        let url = place.url();
        let answers = [
            Store::migrate(&url).map(drop_value),
            Store::pending(&url).map(drop_value),
            Store::postgres(&url, PostgresOptions::default()).map(drop_value),
        ];
        for answer in answers {
            let error = answer.unwrap_err();
            assert!(
                matches!(&error, OpenError::Encoding { found } if found == encoding),
                "{error}"
            );
            assert!(error.to_string().contains("ENCODING 'UTF8'"), "{error}");
        }
    }
}

fn drop_value<T>(_: T) {}

/// PgBouncer in front of the test server, ended when dropped.
struct Pooler {
    process: Child,
    url: String,
    _folder: tempfile::TempDir,
}

impl Pooler {
    fn start(place: &Place, mode: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let Place::Postgres { name } = place else { unreachable!() };
        let server = place.url();
        let server_port = server.rsplit(':').next().unwrap().split('/').next().unwrap();
        let settings = format!(
            "[databases]\n{name} = host=127.0.0.1 port={server_port} user=postgres\n[pgbouncer]\n\
             listen_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = any\nunix_socket_dir =\n\
             pool_mode = {mode}\ndefault_pool_size = 30\n",
        );
        let file = folder.path().join("pgbouncer.ini");
        std::fs::write(&file, settings).unwrap();
        let process = Self::command(folder.path()).arg("-q").arg(&file).spawn().unwrap();
        let url = format!("postgres://postgres@127.0.0.1:{port}/{name}");
        let pooler = Self { process, url, _folder: folder };
        let up = || std::net::TcpStream::connect(("127.0.0.1", port)).is_ok();
        while !up() {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        pooler
    }

    /// It refuses to run as root, and Debian keeps it out of users' PATH.
    fn command(folder: &Path) -> Command {
        let of_debian = Path::new("/usr/sbin/pgbouncer");
        let program = if of_debian.exists() { of_debian } else { Path::new("pgbouncer") };
        let id = Command::new("id").arg("-u").output().unwrap().stdout;
        if id != b"0\n" {
            return Command::new(program);
        }
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(folder, open).unwrap();
        let mut command = Command::new("setpriv");
        command.args(["--reuid=nobody", "--clear-groups"]).arg(program);
        command
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pooler_must_leave_sessions_alone() {
    let place = Place::empty_postgres();
    Store::migrate(&place.url()).unwrap();
    for mode in ["transaction", "statement"] {
        let pooler = Pooler::start(&place, mode);
        // Connections that other clients left behind make it no harder to see.
        for _ in 0..3 {
            let error = Store::postgres(&pooler.url, PostgresOptions::default()).err().unwrap();
            assert!(matches!(error, OpenError::Pooler), "{mode}: {error}");
            assert!(error.to_string().contains("pool_mode to session"), "{error}");
            assert!(matches!(Store::migrate(&pooler.url), Err(OpenError::Pooler)));
        }
    }
    let pooler = Pooler::start(&place, "session");
    let store = Store::postgres(&pooler.url, PostgresOptions::default()).unwrap();
    for number in 0..40 {
        store.write(move |tx| put(tx, &format!("write {number}"))).await.unwrap();
        store.insert(move |tx| put(tx, &format!("insert {number}"))).await.unwrap();
    }
    let count = "SELECT COUNT(*) FROM simulator_operation";
    let rows = store.read(move |tx| tx.query_one(count, &[], |row| row.int(0))).await;
    assert_eq!(rows, Ok::<_, Error>(80));
}
