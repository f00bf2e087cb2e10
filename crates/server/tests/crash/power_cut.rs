//! The power goes under load: what was acknowledged is there, although everything that
//! was not synced is gone.
//!
//! A library that is loaded before the server plays the disk (`drop_unsynced.c`): at the
//! cut it undoes the writes to the data folder that no fsync covered: all of them, or per
//! file those after a random one. Not proved: that
//! the kernel and the disk do what fsync promises, and that a folder entry which was not
//! synced itself survives.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::node::{Node, provision};
use super::{orders, reconcile_and_audit, rounds};
use crate::database::{Engine, Place};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acknowledged_orders_survive() {
    let place = Place::fresh(Engine::Sqlite);
    let api_key = provision(&place).await;
    let disk = Disk::new(&place);
    let mut acknowledged = Vec::new();
    for round in 0..rounds() / 2 {
        // Each second time nothing at all is kept.
        let seed = (round % 2 * round).to_string();
        let mut node = disk.start(&place, &api_key, ("TENDER_SHIM_SEED", &seed));
        orders::verify(&node.shop(), &acknowledged).await;
        acknowledged.extend(until_power_cut(&mut node, round).await);
    }
    let mut node = Node::start(&place, &api_key, &[]);
    orders::verify(&node.shop(), &acknowledged).await;
    node.kill();
    reconcile_and_audit(&place, acknowledged.len()).await;
}

/// Without this, a shim that undoes nothing would prove whatever one likes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_lies_about_syncing_loses_them() {
    let place = Place::fresh(Engine::Sqlite);
    let api_key = provision(&place).await;
    let mut node = Disk::new(&place).start(&place, &api_key, ("TENDER_SHIM_LIES", "1"));
    let acknowledged = until_power_cut(&mut node, 0).await;
    let node = Node::start(&place, &api_key, &[]);
    assert!(!acknowledged.is_empty());
    assert_eq!(orders::lost(&node.shop(), &acknowledged).await, acknowledged.len());
}

async fn until_power_cut(node: &mut Node, round: u64) -> Vec<orders::Order> {
    let id = node.id().to_string();
    let cut = || assert!(Command::new("kill").args(["-USR1", &id]).status().unwrap().success());
    let orders = orders::place(node.shop(), round, cut).await;
    assert!(node.wait().success(), "the shim ends the process, and nothing else does");
    orders
}

/// The compiled library.
struct Disk {
    folder: tempfile::TempDir,
}

impl Disk {
    fn new(place: &Place) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/crash/drop_unsynced.c");
        let compiled = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-pthread", "-o"])
            .args([&library(folder.path()), &source])
            .status();
        assert!(compiled.unwrap().success(), "cc compiles the shim");
        assert!(place.data_dir().is_absolute());
        Self { folder }
    }

    fn start(&self, place: &Place, api_key: &str, setting: (&str, &str)) -> Node {
        let library = library(self.folder.path());
        let data = place.data_dir().canonicalize().unwrap();
        let environment = [
            ("LD_PRELOAD", library.to_str().unwrap()),
            ("TENDER_SHIM_FOLDER", data.to_str().unwrap()),
            setting,
        ];
        Node::start(place, api_key, &environment)
    }
}

fn library(folder: &Path) -> PathBuf {
    folder.join("drop_unsynced.so")
}
