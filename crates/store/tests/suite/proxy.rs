//! A proxy before PostgreSQL that can stop forwarding without closing anything, as a
//! host does that was paused and a firewall that forgot a connection.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// Forwards to the server. Connections belong to a generation; those of a silent one
/// stay open and carry nothing.
pub(crate) struct Proxy {
    url: String,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// Connections made before this number are silent.
    silent_below: AtomicUsize,
    made: AtomicUsize,
    /// New ones are accepted and carry nothing.
    mute: AtomicBool,
    stopped: AtomicBool,
}

impl Proxy {
    /// Stands before the server of this address.
    pub(crate) fn start(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let own = listener.local_addr().unwrap();
        let address = server.rsplit('@').next().unwrap().split('/').next().unwrap().to_owned();
        let url = server.replace(&address, &own.to_string());
        let shared = Arc::new(Shared::default());
        let of_thread = Arc::clone(&shared);
        thread::spawn(move || {
            for client in listener.incoming() {
                if of_thread.stopped.load(Ordering::SeqCst) {
                    break;
                }
                forward(client.unwrap(), TcpStream::connect(&address).unwrap(), &of_thread);
            }
        });
        Self { url, shared }
    }

    /// The server's address, through the proxy.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Silences every connection that exists.
    pub(crate) fn silence(&self) {
        self.shared.silent_below.store(self.shared.made.load(Ordering::SeqCst), Ordering::SeqCst);
    }

    /// From now on, or no longer, new connections are accepted and carry nothing.
    pub(crate) fn mute(&self, whether: bool) {
        self.shared.mute.store(whether, Ordering::SeqCst);
    }

    /// How many connections there were.
    pub(crate) fn made(&self) -> usize {
        self.shared.made.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        let address = self.url.rsplit('@').next().unwrap().split('/').next().unwrap();
        let _ = TcpStream::connect(address);
    }
}

fn forward(client: TcpStream, server: TcpStream, shared: &Arc<Shared>) {
    let number = shared.made.fetch_add(1, Ordering::SeqCst);
    let muted = shared.mute.load(Ordering::SeqCst);
    for (mut from, mut to) in
        [(client.try_clone().unwrap(), server.try_clone().unwrap()), (server, client)]
    {
        let shared = Arc::clone(shared);
        thread::spawn(move || {
            let mut bytes = [0; 8192];
            loop {
                let length = from.read(&mut bytes).unwrap_or(0);
                if muted || number < shared.silent_below.load(Ordering::SeqCst) {
                    continue_silently(&mut from, length);
                    return;
                }
                if length == 0 || to.write_all(&bytes[..length]).is_err() {
                    let _ = to.shutdown(Shutdown::Both);
                    return;
                }
            }
        });
    }
}

/// Takes what comes and drops it, until the sender gives up; the other side is told nothing.
fn continue_silently(from: &mut TcpStream, mut length: usize) {
    let mut bytes = [0; 8192];
    while length > 0 {
        length = from.read(&mut bytes).unwrap_or(0);
    }
}
