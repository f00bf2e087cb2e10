//! The real server: the release binary, provisioned with its own commands, on a database
//! of its own.

use std::ffi::OsStr;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Result, bail, ensure};
use tempfile::TempDir;

use crate::http;
use crate::server::Server;
use crate::store::{self, Place};

/// Any 32 bytes: nothing real is sealed with it.
const MASTER_KEY: &str = "VGhpcyBrZXkgcHJvdGVjdHMgYmVuY2ggZGF0YSAxMjM=";

/// The rates that would stop a load generator; 0 is any number.
const LIMITS: [&str; 4] = [
    "TENDER_CONNECTIONS_PER_ADDRESS",
    "TENDER_CLIENT_RATE_PER_SESSION",
    "TENDER_CLIENT_RATE_PER_ADDRESS",
    "TENDER_MERCHANT_RATE_PER_ACCOUNT",
];

/// How long a start may take, in steps of [`PAUSE`].
const START_TRIES: usize = 400;
const PAUSE: Duration = Duration::from_millis(50);

/// A running server with accounts.
pub(crate) struct Tender {
    pub(crate) server: Server,
    /// One key per account.
    pub(crate) api_keys: Vec<String>,
    pub(crate) place: Place,
    /// The same database as it was before the start: empty, for the raw baseline.
    pub(crate) raw: Place,
    _folder: TempDir,
}

/// Which database a server gets.
#[derive(Clone, Copy)]
pub(crate) enum Engine<'a> {
    Sqlite,
    /// A new database on the server at this URL.
    Postgres(&'a str),
}

impl Engine<'_> {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }
}

impl Tender {
    pub(crate) fn start(binary: &Path, engine: Engine<'_>, accounts: usize) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let data = folder.path().join("data");
        let place = match engine {
            Engine::Sqlite => Place::Sqlite(data.join("tender.db")),
            Engine::Postgres(url) => Place::Postgres(store::create_database(url)?),
        };
        let commands = Commands { binary: binary.to_owned(), data, place: &place };
        let api_keys = commands.provision(accounts)?;
        let raw = place.copy()?;
        let server = commands.serve()?;
        Ok(Self { server, api_keys, place, raw, _folder: folder })
    }
}

/// The executable on one database.
struct Commands<'a> {
    binary: PathBuf,
    data: PathBuf,
    place: &'a Place,
}

impl Commands<'_> {
    fn command<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(arguments).env_remove("DATABASE_URL").stdin(Stdio::null());
        if let Place::Postgres(url) = self.place {
            command.env("DATABASE_URL", url).env("TENDER_MASTER_KEY", MASTER_KEY);
        } else {
            command.env("TENDER_DATA_DIR", &self.data);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Result<String> {
        let output = self.command(arguments).stderr(Stdio::inherit()).output()?;
        ensure!(output.status.success(), "tender {} failed", arguments.join(" "));
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    fn provision(&self, accounts: usize) -> Result<Vec<String>> {
        if matches!(self.place, Place::Postgres(_)) {
            self.run(&["migrate"])?;
        }
        let make = |number| {
            let name = format!("Shop {number}");
            let create = ["accounts", "create", "--environment", "sandbox", "--name", &name];
            let account = self.run(&create)?;
            self.run(&["keys", "create", "--name", "bench", "--account", &account])
        };
        (0..accounts).map(make).collect()
    }

    /// Starts the server, logging warnings only, and waits until it is ready.
    fn serve(&self) -> Result<Server> {
        let (address, admin) = (free_address()?, free_address()?);
        let (listen, admin_listen) = (address.to_string(), admin.to_string());
        let url = format!("http://{address}");
        let arguments = [
            ["serve", "--log-level=warn"],
            ["--listen", &listen],
            ["--admin-listen", &admin_listen],
            ["--public-url", &url],
        ];
        let mut command = self.command(arguments.as_flattened());
        // All load comes from one address and few accounts: its rates are no shopper's.
        command.envs(LIMITS.map(|limit| (limit, "0")));
        let child = command.stdout(Stdio::null()).spawn()?;
        let mut server = Server { child, address };
        let ready = http::request("GET /readyz", &[], "");
        for _ in 0..START_TRIES {
            if http::call(admin, &ready).is_ok() {
                return Ok(server);
            }
            ensure!(server.child.try_wait()?.is_none(), "the server ended at its start");
            sleep(PAUSE);
        }
        bail!("the server does not become ready")
    }
}

/// An address on loopback that was free a moment ago.
fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
