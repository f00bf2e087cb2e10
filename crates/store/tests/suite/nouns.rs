//! One round trip per noun, and what is special about each.

use tender_domain::account::{Account, AccountSettings, Environment};
use tender_domain::api_key::Scope;
use tender_domain::client_session::{ClientSession, SessionContent};
use tender_domain::event::ChainHead;
use tender_domain::money::Amount;
use tender_domain::time::Timestamp;
use tender_store::api_key::{self, ApiKey};
use tender_store::client_token::{self, ClientToken};
use tender_store::cvv_key::{self, CvvKey};
use tender_store::idempotency::{self, KeyUse};
use tender_store::signing_key::{self, SigningKey};
use tender_store::{
    Arg, Error, PostgresOptions, Store, Tx, account, card_attempt, card_data, client_session,
};
use tokio::task::JoinSet;

use crate::database::{Database, Place, id, on_both};

pub(crate) fn at(second: i64) -> Timestamp {
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

pub(crate) fn session() -> ClientSession {
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
