//! What each checkout instance was last answered with.

use tender_domain::checkout_view::CheckoutView;
use tender_domain::money::{Amount, Currency};
use tender_store::checkout_view::Saved;
use tender_store::{Error, Tx, checkout_view, client_session};
use tokio::task::JoinSet;

use crate::database::{Database, id, on_both};
use crate::nouns::{at, session};

on_both! {
    a_late_view_does_not_replace_a_newer_one,
    of_a_sessions_views_the_oldest_go,
    checkouts_that_come_at_once_make_room_each_for_its_own,
    old_views_are_deleted,
}

async fn a_late_view_does_not_replace_a_newer_one(database: Database) {
    let empty = CheckoutView { amount: None, currency: None, ..view(0, 0) };
    database
        .store
        .write(move |tx| {
            assert_eq!(checkout_view::load(tx, id(2), "a")?, None);
            for (stored, expected) in [
                (empty.clone(), empty.clone()),
                (view(2, 100), view(2, 100)),
                (view(1, 50), view(2, 100)),
                (view(2, 70), view(2, 70)),
            ] {
                checkout_view::save(tx, id(2), "a", &stored, at(1))?;
                assert_eq!(checkout_view::load(tx, id(2), "a")?, Some(expected));
            }
            assert_eq!(checkout_view::load(tx, id(2), "b")?, None);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn of_a_sessions_views_the_oldest_go(database: Database) {
    let saved = |revision, views_dropped| Saved { revision, views_dropped };
    database
        .store
        .write(move |tx| {
            client_session::insert(tx, &session())?;
            let save = |tx: &mut Tx<'_>, checkout: i64, revision, second| {
                checkout_view::save(
                    tx,
                    id(2),
                    &checkout.to_string(),
                    &view(revision, 100),
                    at(second),
                )
            };
            for checkout in 0..20 {
                assert_eq!(save(tx, checkout, 2, checkout)?, saved(2, None));
            }
            // One that is known takes no room, nor does it take a newer one's place.
            assert_eq!(save(tx, 0, 2, 30)?, saved(2, None));
            assert_eq!(save(tx, 1, 1, 30)?, saved(2, None));
            assert_eq!(client_session::load(tx, id(2))?.map(|s| s.views_dropped), Some(0));
            for (checkout, dropped) in [(20, 1), (21, 2), (22, 3)] {
                assert_eq!(save(tx, checkout, 2, 31)?, saved(2, Some(dropped)));
            }
            let kept = (0..23).map(|checkout| {
                Ok(checkout_view::load(tx, id(2), &checkout.to_string())?.is_some())
            });
            let kept = kept.collect::<Result<Vec<_>, Error>>()?;
            let expected: Vec<_> = (0..23).map(|checkout| !(1..=3).contains(&checkout)).collect();
            assert_eq!(kept, expected, "the first was renewed, the next three are gone");
            assert_eq!(client_session::load(tx, id(2))?.map(|s| s.views_dropped), Some(3));
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    assert_eq!(database.number("SELECT COUNT(*) FROM checkout_view").await, 20);
}

async fn checkouts_that_come_at_once_make_room_each_for_its_own(database: Database) {
    database.store.insert(|tx| client_session::insert(tx, &session())).await.unwrap();
    let mut checkouts = JoinSet::new();
    for checkout in 0..60 {
        let store = database.store.clone();
        checkouts.spawn(async move {
            let save = move |tx: &mut Tx<'_>| {
                checkout_view::save(tx, id(2), &checkout.to_string(), &view(1, 100), at(1))
            };
            store.write(save).await.map(drop)
        });
    }
    assert!(checkouts.join_all().await.iter().all(Result::is_ok));
    // Those that found room at the same moment may be a few too many, until the next.
    let last = |tx: &mut Tx<'_>| checkout_view::save(tx, id(2), "last", &view(1, 100), at(2));
    assert!(database.store.write(last).await.unwrap().views_dropped.is_some());
    assert_eq!(database.number("SELECT COUNT(*) FROM checkout_view").await, 20);
    assert!(database.number("SELECT views_dropped FROM client_session").await > 0);
}

async fn old_views_are_deleted(database: Database) {
    database
        .store
        .write(move |tx| {
            for (session, checkout, second) in [(1, "a", 0), (1, "b", 1), (2, "a", 0), (2, "b", 9)]
            {
                checkout_view::save(tx, id(session), checkout, &view(1, 100), at(second))?;
            }
            let hours = 48 * 3600;
            assert_eq!(checkout_view::delete_ended(tx, at(hours - 1), 10)?, 0);
            assert_eq!(checkout_view::delete_ended(tx, at(hours + 1), 2)?, 2);
            assert_eq!(checkout_view::delete_ended(tx, at(hours + 1), 10)?, 1);
            assert!(checkout_view::load(tx, id(2), "b")?.is_some());
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

fn view(revision: i64, amount: i64) -> CheckoutView {
    CheckoutView {
        revision,
        amount: Amount::new(amount),
        currency: Currency::parse("EUR").ok(),
        items_hash: "digest".to_owned(),
    }
}
