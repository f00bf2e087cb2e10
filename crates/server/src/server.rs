//! Starting and stopping the whole: listeners, database, jobs.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::{JoinHandle, JoinSet};

use tender_store::{OpenError, PostgresOptions, SqliteOptions, Store};

use crate::admin_api::{self, Admin};
use crate::app::{App, Parts};
use crate::config::{Config, Database, PublicUrl, simulator_file, sqlite_file};
use crate::data_dir::{self, DataDirError};
use crate::env::Env;
use crate::http::connections::ConnectionLimits;
use crate::http::edge::EdgeLayer;
use crate::http::serve::serve;
use crate::master_key::{MasterKey, MasterKeyError};
use crate::{client_api, jobs, live, router, telemetry};

/// How often the metrics' raw samples are summed up and callers who rest are forgotten, so
/// that neither takes memory.
const UPKEEP: Duration = Duration::from_secs(5);

/// Why the server does not start. Each says what to do, in one line.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another program listens there.
    #[error("{address} is in use; stop the other program or choose another address with --{flag}")]
    AddressInUse {
        /// Where this server wanted to listen.
        address: SocketAddr,
        /// The flag that changes it.
        flag: &'static str,
    },
    /// The operating system refused the address.
    #[error("cannot listen on {address}: {source}; choose another address with --{flag}")]
    Listen {
        /// Where this server wanted to listen.
        address: SocketAddr,
        /// The flag that changes it.
        flag: &'static str,
        /// What the operating system says.
        source: io::Error,
    },
    /// The data folder cannot be used.
    #[error(transparent)]
    DataDir(#[from] DataDirError),
    /// There is no master key.
    #[error(transparent)]
    MasterKey(#[from] MasterKeyError),
    /// The database cannot be opened.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// Something that does not go wrong.
    #[error("cannot start: {0}")]
    Unexpected(String),
}

/// A server that answers requests until it is shut down.
pub struct RunningServer {
    /// Where the APIs listen.
    pub addr: SocketAddr,
    /// Where health and metrics listen.
    pub admin_addr: SocketAddr,
    /// What the handlers share.
    pub app: Arc<App>,
    drain: watch::Sender<bool>,
    drain_delay: Duration,
    stop: watch::Sender<bool>,
    stop_admin: watch::Sender<bool>,
    work: JoinSet<()>,
    admin: JoinHandle<()>,
    /// How long running requests and jobs may go on.
    patience: Duration,
}

/// Opens the database and listens.
///
/// # Errors
/// [`StartError`], with nothing left running.
pub async fn start(config: Config, env: Env) -> Result<RunningServer, StartError> {
    let metrics = telemetry::metrics().map_err(unexpected)?;
    let (listener, addr) = bind(config.listen, "listen").await?;
    let (admin_listener, admin_addr) = bind(config.admin_listen, "admin-listen").await?;
    let (store, master_key) = open(&config, &env).await?;
    let simulator_store = open_simulator(&config).await?;
    let public_url = config.public_url.clone().unwrap_or_else(|| PublicUrl::of_listener(addr));
    let parts = Parts {
        store,
        env: env.clone(),
        public_url: &public_url,
        master_key: &master_key,
        simulator: config.simulator.clone(),
        simulator_store,
        rates: config.rates,
    };
    let app = App::new(parts).await.map_err(unexpected)?;
    let app = Arc::new(app);

    let (drain, draining) = watch::channel(false);
    let (stop, stopping) = watch::channel(false);
    let (stop_admin, admin_stopping) = watch::channel(false);
    let edge = EdgeLayer::new(env, config.trusted_proxies.clone())
        .with_browser_api(client_api::for_browsers());
    let api = router::with_last_slashes(router::router(app.clone()).layer(edge));
    let admin_state = Admin {
        app: app.clone(),
        metrics: metrics.clone(),
        draining,
        proving: Arc::new(Semaphore::new(1)),
    };
    let admin_api = admin_api::router(admin_state);

    let mut work = JoinSet::new();
    let limits =
        ConnectionLimits::new(config.rates.connections_per_address, config.trusted_proxies.clone());
    work.spawn(serve(listener, api, limits.clone(), stopping.clone(), config.drain));
    work.spawn(jobs::run(app.clone(), stopping.clone()));
    work.spawn(jobs::sweep::run(app.clone(), stopping.clone()));
    work.spawn(live::run(app.clone(), stopping));
    let upkeep = {
        let app = app.clone();
        async move {
            loop {
                tokio::time::sleep(UPKEEP).await;
                metrics.run_upkeep();
                app.rates.forget();
            }
        }
    };
    let admin = tokio::spawn(async move {
        tokio::select! {
            () = serve(admin_listener, admin_api, limits, admin_stopping, Duration::ZERO) => {}
            () = upkeep => {}
        }
    });
    tracing::info!(server.address = %addr, admin.address = %admin_addr, "listening");
    Ok(RunningServer {
        addr,
        admin_addr,
        app,
        drain,
        drain_delay: config.drain_delay,
        stop,
        stop_admin,
        work,
        admin,
        patience: config.drain,
    })
}

impl RunningServer {
    /// Says at `/readyz` that no more requests are wanted, and takes them for a while yet,
    /// until balancers have seen it. Then stops accepting, lets running requests and jobs
    /// finish within the configured time, closes the database. Health answers to the end.
    pub async fn shutdown(mut self) {
        self.drain.send_replace(true);
        tokio::time::sleep(self.drain_delay).await;
        self.stop.send_replace(true);
        while self.work.join_next().await.is_some() {}
        self.app.tasks.close();
        if tokio::time::timeout(self.patience, self.app.tasks.wait()).await.is_err() {
            tracing::warn!("work was cut off by the shutdown; the next start takes it up again");
        }
        self.stop_admin.send_replace(true);
        let _ = self.admin.await;
    }
}

/// Opens the database that the configuration names, and the key that belongs to it.
///
/// # Errors
/// As [`start`].
pub async fn open(config: &Config, env: &Env) -> Result<(Store, MasterKey), StartError> {
    let (config, env) = (config.clone(), env.clone());
    let opening = move || -> Result<_, StartError> {
        if let Database::Sqlite { data_dir } = &config.database {
            data_dir::create(data_dir)?;
        }
        // Looked for before a first start makes it.
        let must_exist = config.master_key.is_there();
        let key = MasterKey::load(&config.master_key, &env)?;
        let store = match &config.database {
            Database::Sqlite { data_dir } => {
                let accept_loss = config.accept_loss;
                let options = SqliteOptions { must_exist, accept_loss, ..Default::default() };
                Store::sqlite(&sqlite_file(data_dir), options)?
            }
            Database::Postgres { url, migrate } => {
                let patience = config.database_patience;
                let options = PostgresOptions { migrate: *migrate, patience, ..Default::default() };
                Store::postgres(url, options)?
            }
        };
        Ok((store, key))
    };
    tokio::task::spawn_blocking(opening).await.map_err(unexpected)?
}

/// Opens the simulated processor's books: over connections of their own, so that neither
/// they nor the node wait when the other's database stalls. The node's is open already.
async fn open_simulator(config: &Config) -> Result<Store, StartError> {
    let (database, patience) = (config.database.clone(), config.database_patience);
    let opening = move || match database {
        Database::Sqlite { data_dir } => {
            Store::simulator(&simulator_file(&data_dir), &sqlite_file(&data_dir))
        }
        Database::Postgres { url, .. } => {
            let connections = PostgresOptions::CONNECTIONS_MIN;
            Store::postgres(&url, PostgresOptions { connections, patience, ..Default::default() })
        }
    };
    Ok(tokio::task::spawn_blocking(opening).await.map_err(unexpected)??)
}

/// Listens, and says where: the port is another if `address` leaves it open.
///
/// # Errors
/// [`StartError::AddressInUse`] and [`StartError::Listen`], with the flag to change.
pub(crate) async fn bind(
    address: SocketAddr,
    flag: &'static str,
) -> Result<(TcpListener, SocketAddr), StartError> {
    let refused = |source: io::Error| match source.kind() {
        io::ErrorKind::AddrInUse => StartError::AddressInUse { address, flag },
        _ => StartError::Listen { address, flag, source },
    };
    let listener = TcpListener::bind(address).await.map_err(refused)?;
    let bound = listener.local_addr().map_err(refused)?;
    Ok((listener, bound))
}

fn unexpected(error: impl std::fmt::Display) -> StartError {
    StartError::Unexpected(error.to_string())
}
