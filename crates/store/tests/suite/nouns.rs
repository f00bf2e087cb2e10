//! One round trip per noun, and what is special about each.

use tender_domain::account::{Account, AccountSettings, Environment};
use tender_domain::api_key::Scope;
use tender_domain::checkout_view::CheckoutView;
use tender_domain::client_session::{ClientSession, SessionContent};
use tender_domain::event::ChainHead;
use tender_domain::money::{Amount, Currency};
use tender_domain::time::Timestamp;
use tender_store::api_key::{self, ApiKey};
use tender_store::checkout_view::Saved;
use tender_store::client_token::{self, ClientToken};
use tender_store::cvv_key::{self, CvvKey};
use tender_store::idempotency::{self, KeyUse};
use tender_store::signing_key::{self, SigningKey};
use tender_store::{
    Arg, Error, PostgresOptions, Store, Tx, account, card_attempt, card_data, checkout_view,
    client_session,
};
use tokio::task::JoinSet;

use crate::database::{Database, Place, id, on_both};

fn at(second: i64) -> Timestamp {
    Timestamp::from_micros(second * 1_000_000)
}

fn merchant() -> Account {
    Account {
        id: id(1),
        name: "Tea & Co".to_owned(),
        environment: Environment::Sandbox,
        settings: AccountSettings::default(),
    }
}

fn session() -> ClientSession {
    ClientSession {
        id: id(2),
        account_id: id(1),
        revision: 1,
        created_at: at(10),
        updated_at: at(10),
        expires_at: at(20),
        views_dropped: 0,
        chain: ChainHead::default(),
        content: SessionContent::default(),
    }
}

fn first_use() -> KeyUse {
    KeyUse {
        operation: "payment.create".to_owned(),
        request_digest: [6; 32],
        payment_id: Some(id(3)),
        answer: Some(vec![1, 2]),
        created_at: at(1),
    }
}

on_both! {
    accounts,
    api_keys,
    keys_that_sign_and_wrap,
    client_sessions_and_tokens,
    a_late_view_does_not_replace_a_newer_one,
    of_a_sessions_views_the_oldest_go,
    checkouts_that_come_at_once_make_room_each_for_its_own,
    old_views_are_deleted,
    card_numbers_that_have_served_are_deleted,
    an_idempotency_key_has_one_first_use,
    card_attempts_are_counted_by_hour,
}

async fn accounts(database: Database) {
    let changed = AccountSettings { patch_warnings: true, ..AccountSettings::default() };
    let chain = ChainHead { sequence: 3, hash: [9; 32] };
    let settings = changed.clone();
    database
        .store
        .write(move |tx| {
            account::insert(tx, &merchant(), at(1))?;
            assert_eq!(account::load(tx, id(1))?, Some(merchant()));
            assert_eq!(account::load(tx, id(2))?, None);
            account::save_settings(tx, id(1), &settings)?;
            assert_eq!(account::lock_chain(tx, id(1))?, ChainHead::default());
            account::save_chain(tx, id(1), &chain)?;
            assert_eq!(account::lock_chain(tx, id(1))?, chain);
            assert_eq!(account::save_chain(tx, id(2), &chain), Err(Error::Missing));
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    let accounts = database.store.read(account::list).await.unwrap();
    assert_eq!(accounts, [Account { settings: changed, ..merchant() }]);
}

async fn api_keys(database: Database) {
    let key = ApiKey {
        id: id(5),
        account_id: id(1),
        name: "backend".to_owned(),
        hash: [5; 32],
        last4: "wxyz".to_owned(),
        scopes: vec![Scope::ClientTokensWrite],
        created_at: at(1),
        revoked_at: None,
    };
    database
        .store
        .write(move |tx| {
            account::insert(tx, &merchant(), at(1))?;
            api_key::insert(tx, &key)?;
            assert_eq!(api_key::find(tx, &[5; 32])?.as_ref(), Some(&key));
            assert_eq!(api_key::find(tx, &[6; 32])?, None);
            api_key::revoke(tx, key.id, at(7))?;
            api_key::revoke(tx, key.id, at(8))?;
            let keys = api_key::list(tx, id(1))?;
            assert_eq!(keys, [ApiKey { revoked_at: Some(at(7)), ..key.clone() }]);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn keys_that_sign_and_wrap(database: Database) {
    database
        .store
        .write(|tx| {
            for number in 1..=2 {
                let (id, sealed) = (id(number), vec![1, 2, 3]);
                let key = SigningKey { id, sealed, created_at: at(1), retired_at: None };
                signing_key::insert(tx, &key)?;
                let expires_at = at(10 * i64::try_from(number).unwrap());
                let (id, sealed) = (number.to_string(), vec![4]);
                cvv_key::insert(tx, &CvvKey { id, sealed, created_at: at(1), expires_at })?;
            }
            signing_key::retire_others(tx, id(2), at(5))?;
            let keys = signing_key::list(tx)?;
            assert_eq!(keys.iter().map(|key| key.id).collect::<Vec<_>>(), [id(2), id(1)]);
            assert_eq!((keys[0].retired_at, keys[1].retired_at), (None, Some(at(5))));
            assert_eq!(cvv_key::list(tx, at(5))?.len(), 2);
            assert_eq!(cvv_key::list(tx, at(10))?.len(), 1);
            assert_eq!(cvv_key::delete_expired(tx, at(10))?, 1);
            assert_eq!(cvv_key::list(tx, at(5))?[0].id, "2");
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_key_is_first_whatever_the_language() {
    let place = Place::english_postgres();
    let options = PostgresOptions { migrate: true, ..PostgresOptions::default() };
    let store = Store::postgres(&place.url(), options).unwrap();
    let ids = ["9", "A", "B", "Z", "a", "b"].map(|last| format!("{last:0>22}").parse().unwrap());
    let keys = store.write(move |tx| {
        for id in ids {
            let key = SigningKey { id, sealed: vec![1], created_at: at(1), retired_at: None };
            signing_key::insert(tx, &key)?;
        }
        signing_key::list(tx)
    });
    let listed: Vec<_> = keys.await.unwrap().iter().map(|key| key.id).collect();
    assert_eq!(listed, ids.into_iter().rev().collect::<Vec<_>>());
}

async fn client_sessions_and_tokens(database: Database) {
    let token = ClientToken {
        hash: [8; 32],
        id: id(4),
        client_session_id: id(2),
        intent: "CHECKOUT".to_owned(),
        payment_id: None,
        created_at: at(10),
        expires_at: at(20),
    };
    let mut changed = session();
    changed.revision = 2;
    changed.updated_at = at(11);
    changed.chain = ChainHead { sequence: 1, hash: [3; 32] };
    changed.content.amount = Amount::new(4999);
    database
        .store
        .insert(move |tx| {
            client_session::insert(tx, &session())?;
            client_token::insert(tx, &token)?;
            assert_eq!(client_token::load(tx, &[8; 32])?.as_ref(), Some(&token));
            assert_eq!(client_token::load(tx, &[9; 32])?, None);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    database
        .store
        .write(move |tx| {
            assert_eq!(client_session::lock(tx, id(2))?, Some(session()));
            client_session::save(tx, &changed)?;
            assert_eq!(client_session::load(tx, id(2))?.as_ref(), Some(&changed));
            assert_eq!(client_session::load(tx, id(3))?, None);
            let nobody = ClientSession { id: id(3), ..session() };
            assert_eq!(client_session::save(tx, &nobody), Err(Error::Missing));
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn a_late_view_does_not_replace_a_newer_one(database: Database) {
    let view = |revision, amount| CheckoutView {
        revision,
        amount: Amount::new(amount),
        currency: Currency::parse("EUR").ok(),
        items_hash: "digest".to_owned(),
    };
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
    let view = |revision| CheckoutView {
        revision,
        amount: Amount::new(100),
        currency: Currency::parse("EUR").ok(),
        items_hash: "digest".to_owned(),
    };
    let saved = |revision, views_dropped| Saved { revision, views_dropped };
    database
        .store
        .write(move |tx| {
            client_session::insert(tx, &session())?;
            let save = |tx: &mut Tx<'_>, checkout: i64, revision, second| {
                checkout_view::save(tx, id(2), &checkout.to_string(), &view(revision), at(second))
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
            let view = CheckoutView {
                revision: 1,
                amount: None,
                currency: None,
                items_hash: "digest".to_owned(),
            };
            let save = move |tx: &mut Tx<'_>| {
                checkout_view::save(tx, id(2), &checkout.to_string(), &view, at(1))
            };
            store.write(save).await.map(drop)
        });
    }
    assert!(checkouts.join_all().await.iter().all(Result::is_ok));
    // Those that found room at the same moment may be a few too many, until the next.
    let last = |tx: &mut Tx<'_>| {
        let view =
            CheckoutView { revision: 1, amount: None, currency: None, items_hash: String::new() };
        checkout_view::save(tx, id(2), "last", &view, at(2))
    };
    assert!(database.store.write(last).await.unwrap().views_dropped.is_some());
    assert_eq!(database.number("SELECT COUNT(*) FROM checkout_view").await, 20);
    assert!(database.number("SELECT views_dropped FROM client_session").await > 0);
}

async fn old_views_are_deleted(database: Database) {
    let view =
        CheckoutView { revision: 1, amount: None, currency: None, items_hash: "digest".to_owned() };
    database
        .store
        .write(move |tx| {
            for (session, checkout, second) in [(1, "a", 0), (1, "b", 1), (2, "a", 0), (2, "b", 9)]
            {
                checkout_view::save(tx, id(session), checkout, &view, at(second))?;
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

async fn card_numbers_that_have_served_are_deleted(database: Database) {
    let instrument = |tx: &mut Tx<'_>, number: u64, token_type: &str, expires: i64| {
        let sql = "INSERT INTO payment_instrument (id, token, account_id, client_session_id, \
                   token_type, content, fingerprint, state, created_at, updated_at, expires_at) \
                   VALUES ($1, $1, 'a', 's', $2, '{}', $3, 'READY', 0, 0, 0)";
        let id_text = format!("{number:022}");
        tx.execute(sql, &[Arg::from(&id_text), Arg::from(token_type), Arg::from(&[0; 32])])?;
        card_data::insert(tx, id(number), &[1], at(0), at(expires))
    };
    let payment = |tx: &mut Tx<'_>, number: u64, status: &str| {
        let sql = "INSERT INTO payment (id, account_id, payment_instrument_id, status, currency, \
                   amount, content, created_at, updated_at, event_sequence, event_hash) \
                   VALUES ($1, 'a', $1, $2, 'EUR', 1, '{}', 0, 0, 0, $3)";
        let id_text = format!("{number:022}");
        tx.execute(sql, &[Arg::from(&id_text), Arg::from(status), Arg::from(&[0; 32])])
    };
    database
        .store
        .write(move |tx| {
            for number in 1..=3 {
                instrument(tx, number, "SINGLE_USE", 10)?;
            }
            instrument(tx, 4, "MULTI_USE", 10)?;
            instrument(tx, 5, "SINGLE_USE", 11)?;
            payment(tx, 2, "PENDING")?;
            payment(tx, 3, "AUTHORIZED")?;
            assert_eq!(card_data::delete_ended(tx, at(9), 10)?, 0);
            assert_eq!(card_data::delete_ended(tx, at(10), 1)?, 1);
            assert_eq!(card_data::delete_ended(tx, at(10), 10)?, 1);
            for (number, kept) in [(1, false), (2, true), (3, false), (4, true), (5, true)] {
                assert_eq!(card_data::load(tx, id(number))?.is_some(), kept, "card {number}");
            }
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn an_idempotency_key_has_one_first_use(database: Database) {
    let mut requests = JoinSet::new();
    for _ in 0..20 {
        let store = database.store.clone();
        requests.spawn(async move {
            store
                .write(|tx| {
                    let first = idempotency::insert(tx, id(1), "key", &first_use())?;
                    assert_eq!(idempotency::load(tx, id(1), "key")?, Some(first_use()));
                    Ok::<_, Error>(first)
                })
                .await
                .unwrap()
        });
    }
    let answers = requests.join_all().await;
    assert_eq!(answers.iter().filter(|first| **first).count(), 1);
    let other = database.store.read(|tx| idempotency::load(tx, id(2), "key")).await;
    assert_eq!(other, Ok::<_, Error>(None), "another account's keys are its own");
}

async fn card_attempts_are_counted_by_hour(database: Database) {
    let mut attempts = JoinSet::new();
    for _ in 0..30 {
        let store = database.store.clone();
        attempts.spawn(async move {
            store.write::<_, Error, _>(|tx| card_attempt::count(tx, "ip:a", 100)).await.unwrap()
        });
    }
    let mut counts = attempts.join_all().await;
    counts.sort_unstable();
    assert_eq!(counts, (1..=30).collect::<Vec<_>>());
    database
        .store
        .write(|tx| {
            assert_eq!(card_attempt::hour(at(3599)), 0);
            assert_eq!(card_attempt::count(tx, "ip:b", 100)?, 1);
            assert_eq!(card_attempt::count(tx, "ip:a", 101)?, 1);
            assert_eq!(card_attempt::forget_older(tx, at(102 * 3600))?, 0);
            assert_eq!(card_attempt::forget_older(tx, at(103 * 3600))?, 2);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}
