//! What is never stored of a payment, whatever the rules above have decided
//! (DESIGN rule 6).

use tender_domain::client_session::SessionContent;
use tender_domain::event::ChainHead;
use tender_domain::money::{Amount, Currency};
use tender_domain::payment::{Charge, Payment, PaymentContent, PaymentStatus, Seen};
use tender_domain::time::Timestamp;
use tender_store::{Error, payment};

use crate::database::{Database, id, on_both};

on_both! {
    no_commit_breaks_an_invariant,
    what_is_charged_never_changes,
    one_payment_of_a_session_takes_money,
}

/// Breaks a payment of 49.99 EUR that is authorised.
type Break = fn(&mut Payment);

const BROKEN: &[(&str, Break)] = &[
    ("captured more than authorised", |p| p.content.amount_captured = minor(5000)),
    ("refunded more than captured", |p| p.content.amount_refunded = minor(1)),
    ("refunded more than captured", |p| {
        p.content.amount_captured = minor(4999);
        p.content.amount_refunded = minor(5000);
    }),
    ("authorised another amount than the frozen one", |p| {
        p.content.amount_authorized = minor(5000);
    }),
    ("authorised another amount than the frozen one", |p| {
        p.content.amount_authorized = minor(4998);
    }),
    ("authorised, but in a status without money", |p| p.status = PaymentStatus::Pending),
    ("authorised, but in a status without money", |p| p.status = PaymentStatus::Failed),
    ("in a status with money, but not authorised", |p| {
        p.content.amount_authorized = Amount::ZERO;
    }),
];

async fn no_commit_breaks_an_invariant(database: Database) {
    store(&database, authorized(1, 1)).await.unwrap();
    for (what, breaks) in BROKEN {
        let (mut stored, mut new) = (authorized(1, 1), authorized(2, 2));
        breaks(&mut stored);
        breaks(&mut new);
        assert_eq!(save(&database, stored).await, Err(Error::Broken(what)));
        assert_eq!(store(&database, new).await, Err(Error::Broken(what)));
        assert_eq!(load(&database).await, [authorized(1, 1)], "{what}");
    }
    let mut refunded = authorized(1, 1);
    refunded.status = PaymentStatus::Settled;
    refunded.content.amount_captured = minor(4999);
    refunded.content.amount_refunded = minor(4999);
    save(&database, refunded.clone()).await.unwrap();
    assert_eq!(load(&database).await, [refunded]);
}

async fn what_is_charged_never_changes(database: Database) {
    let pending = Payment { status: PaymentStatus::Failed, ..authorized(1, 1) };
    let pending = with_nothing_authorized(pending);
    store(&database, pending.clone()).await.unwrap();
    let breaks: [Break; 2] = [
        |p| p.content.charge.amount = minor(5000),
        |p| p.content.charge.currency = Currency::parse("USD").unwrap(),
    ];
    for breaks in breaks {
        let mut changed = pending.clone();
        breaks(&mut changed);
        assert!(matches!(save(&database, changed).await, Err(Error::Broken(_))));
        assert_eq!(load(&database).await, std::slice::from_ref(&pending));
    }
}

async fn one_payment_of_a_session_takes_money(database: Database) {
    let refused = Err(Error::Conflict { table: "payment".to_owned() });
    let failed =
        with_nothing_authorized(Payment { status: PaymentStatus::Failed, ..authorized(1, 1) });
    store(&database, failed).await.unwrap();
    store(&database, authorized(2, 1)).await.unwrap();
    // Neither a new one nor one that came to nothing before.
    assert_eq!(store(&database, authorized(3, 1)).await, refused);
    assert_eq!(save(&database, authorized(1, 1)).await, refused);
    store(&database, authorized(3, 2)).await.unwrap();
    assert_eq!(load(&database).await.len(), 3);
}

fn authorized(number: u64, session: u64) -> Payment {
    let at = Timestamp::from_micros(1);
    Payment {
        id: id(number),
        account_id: id(1),
        client_session_id: Some(id(session)),
        payment_instrument_id: None,
        status: PaymentStatus::Authorized,
        created_at: at,
        updated_at: at,
        chain: ChainHead::default(),
        content: PaymentContent {
            charge: Charge {
                order_id: "order-1".to_owned(),
                amount: minor(4999),
                currency: Currency::parse("EUR").unwrap(),
            },
            frozen: SessionContent::default(),
            session_revision: Some(1),
            seen: Seen::NotApplicable,
            instrument: None,
            processor: None,
            amount_authorized: minor(4999),
            amount_captured: Amount::ZERO,
            amount_refunded: Amount::ZERO,
            status_reason: None,
        },
    }
}

fn with_nothing_authorized(mut payment: Payment) -> Payment {
    payment.content.amount_authorized = Amount::ZERO;
    payment
}

fn minor(amount: i64) -> Amount {
    Amount::new(amount).unwrap()
}

async fn store(database: &Database, new: Payment) -> Result<(), Error> {
    database.store.write(move |tx| payment::insert(tx, &new)).await
}

async fn save(database: &Database, changed: Payment) -> Result<(), Error> {
    database.store.write(move |tx| payment::save(tx, &changed)).await
}

async fn load(database: &Database) -> Vec<Payment> {
    let all = database.store.read(|tx| {
        let found = (1..=3).map(|number| payment::load(tx, id(number)));
        found.collect::<Result<Vec<_>, Error>>()
    });
    all.await.unwrap().into_iter().flatten().collect()
}
