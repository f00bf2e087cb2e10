//! The simulated processor's books in a file of their own.

use tender_store::Store;

use crate::database::{Database, put};

/// The books once were a table of the node's database; an older program
/// may have run again since.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_nodes_database_holds_is_found_in_the_file() {
    let node = Database::sqlite();
    let file = node.place.path().with_file_name("simulator.db");
    for (key, rows) in [("first", 1), ("second", 2)] {
        node.store.write(move |tx| put(tx, key)).await.unwrap();
        let books = Store::simulator(&file, &node.place.path()).unwrap();
        let number = format!("own {rows}");
        books.insert(move |tx| put(tx, &number)).await.unwrap();
        let sql = "SELECT COUNT(*) FROM simulator_operation";
        let found = books.read(move |tx| tx.query_one(sql, &[], |row| row.int(0))).await;
        assert_eq!(found, Ok(2 * rows));
        assert_eq!(node.rows().await, rows, "the node's own stay as they are");
    }
}
