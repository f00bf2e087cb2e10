//! What the simulator answers and what it remembers.

use std::collections::HashSet;

use tender_domain::card::{Card, CardNumber, Expiry};
use tender_domain::card_network::CardNetwork;
use tender_domain::id::PaymentId;
use tender_domain::money::{Amount, Currency};
use tender_domain::payment::Operation;
use tender_domain::status_reason::{DeclineCode, StatusReasonType};
use tokio::time::Instant;

use super::*;

struct Setup {
    ledger: Arc<MemoryLedger>,
    simulator: Simulator,
}

fn setup() -> Setup {
    let ledger = Arc::new(MemoryLedger::default());
    let simulator = Simulator::new(ledger.clone(), SimulatorOptions::default());
    Setup { ledger, simulator }
}

fn key(ordinal: i64) -> IdempotencyKey {
    IdempotencyKey::derive(PaymentId::new(Default::default()), Operation::Authorize, ordinal)
}

fn request(number: &str) -> AuthorizeRequest {
    AuthorizeRequest {
        key: key(1),
        amount: Amount::new(1_999).unwrap(),
        currency: Currency::parse("EUR").unwrap(),
        card: Card {
            number: CardNumber::parse(number).unwrap(),
            cvv: None,
            expiry: Expiry::new(3, 2030).unwrap(),
            cardholder_name: None,
            network: CardNetwork::Visa,
        },
        order_id: "order-1".to_owned(),
        descriptor: None,
    }
}

/// The ending of an answer, to compare by.
fn ending(answer: &Answer) -> &'static str {
    match answer {
        Answer::Authorized { .. } => "authorized",
        Answer::Declined { .. } => "declined",
        Answer::Failed { .. } => "failed",
        Answer::Unknown { .. } => "unknown",
    }
}

fn expected_ending(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Authorize => "authorized",
        Verdict::Decline(_) | Verdict::NeedThreeDs => "declined",
        Verdict::Fail => "failed",
    }
}

#[tokio::test(start_paused = true)]
async fn every_test_card_behaves_as_its_row_says() {
    for card in test_cards() {
        let Setup { ledger, simulator } = setup();
        let start = Instant::now();
        let answer = simulator.authorize(request(card.number)).await;
        let took = start.elapsed().as_secs();
        let status = simulator.status(&key(1)).await;
        let shown = (took, ending(&answer), ledger.entries().len());
        let decided = expected_ending(card.verdict);
        match card.delivery {
            Delivery::Prompt => assert_eq!(shown, (0, decided, 1), "{card:?}"),
            Delivery::Slow => assert_eq!(shown, (2, decided, 1), "{card:?}"),
            Delivery::AnswerLost { .. } => assert_eq!(shown, (10, "unknown", 1), "{card:?}"),
            Delivery::RequestLost => assert_eq!(shown, (10, "unknown", 0), "{card:?}"),
            Delivery::Stalled => assert_eq!(shown, (600, "unknown", 0), "{card:?}"),
        }
        match (card.delivery, status) {
            (Delivery::Prompt | Delivery::Slow, found) => {
                assert_eq!(found, StatusAnswer::Found(answer), "{card:?}");
            }
            (Delivery::AnswerLost { unknown_asks: 0 }, StatusAnswer::Found(found)) => {
                assert_eq!(ending(&found), decided, "{card:?}");
            }
            (Delivery::AnswerLost { unknown_asks: 1.. }, StatusAnswer::Unknown)
            | (Delivery::RequestLost | Delivery::Stalled, StatusAnswer::NeverSeen) => {}
            (_, status) => panic!("{card:?}: {status:?}"),
        }
    }
}

#[test]
fn test_cards_are_valid_distinct_and_cover_every_decline_code() {
    let mut numbers = HashSet::new();
    let mut codes = HashSet::new();
    for card in test_cards() {
        let number = CardNumber::parse(card.number).unwrap();
        assert_eq!(number.networks()[0], card.network, "{}", card.number);
        assert!(numbers.insert(card.number), "{} is there twice", card.number);
        if let Outcome::Declined(reason) = card.verdict.outcome() {
            codes.insert(format!("{:?}", reason.code.unwrap()));
            if let Some((_, promised)) = card.description.split_once("Declined: ") {
                let code = serde_json::to_value(reason.code.unwrap()).unwrap();
                assert_eq!(code, promised, "{}", card.number);
            }
        }
    }
    assert_eq!(codes.len(), 13, "{codes:?}");
}

#[tokio::test]
async fn an_authorisation_reserves_what_was_asked_for() {
    let Setup { simulator, .. } = setup();
    let answer = simulator.authorize(request("4242424242424242")).await;
    let Answer::Authorized { transaction_id, amount, currency } = answer else {
        panic!("{answer:?}");
    };
    assert_eq!((amount, currency.as_str()), (Amount::new(1_999).unwrap(), "EUR"));
    assert_eq!(transaction_id, format!("sim-{}", key(1)));
}

#[tokio::test]
async fn other_numbers_fail() {
    let Setup { simulator, .. } = setup();
    let answer = simulator.authorize(request("4012888888881881")).await;
    let Answer::Failed { reason } = answer else { panic!("{answer:?}") };
    assert_eq!(reason.kind, StatusReasonType::GatewayRejected);
    assert!(reason.message.unwrap().contains("test cards only"));
}

#[tokio::test]
async fn cards_that_need_three_ds_say_that_there_is_none() {
    let Setup { simulator, .. } = setup();
    let answer = simulator.authorize(request("4000000000000051")).await;
    let Answer::Declined { reason, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(reason.code, Some(DeclineCode::AuthenticationRequired));
    assert!(reason.message.unwrap().contains("3-D Secure"));
}

/// Every sequence of four calls with the same key, each with any of these cards.
#[tokio::test(start_paused = true)]
async fn one_key_acts_once_and_answers_the_same() {
    let numbers = ["4242424242424242", "4000000000000002", "4000000000000010", "4000000002001008"];
    for sequence in 0..numbers.len().pow(4) {
        let Setup { ledger, simulator } = setup();
        let mut answers = Vec::new();
        for call in 0..4 {
            let number = numbers[sequence / numbers.len().pow(call) % numbers.len()];
            answers.push(simulator.authorize(request(number)).await);
        }
        answers.retain(|answer| !matches!(answer, Answer::Unknown { .. }));
        assert!(answers.len() >= 3, "only the first answer can be lost");
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
        assert_eq!(ledger.entries().len(), 1);
        assert_eq!(simulator.status(&key(1)).await, StatusAnswer::Found(answers[0].clone()));
    }
}

#[tokio::test(start_paused = true)]
async fn calls_at_the_same_time_act_once() {
    let Setup { ledger, simulator } = setup();
    let slow = || simulator.authorize(request("4000000002005009"));
    let mut other_amount = request("4000000002005009");
    other_amount.amount = Amount::new(5).unwrap();
    let (a, b, c) = tokio::join!(slow(), simulator.authorize(other_amount), slow());
    assert!(a == b && b == c, "{a:?} {b:?} {c:?}");
    assert_eq!(ledger.entries().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_status_can_stay_unknown_for_three_questions() {
    let Setup { simulator, .. } = setup();
    simulator.authorize(request("4000000002002006")).await;
    for _ in 0..3 {
        assert_eq!(simulator.status(&key(1)).await, StatusAnswer::Unknown);
    }
    for _ in 0..2 {
        let status = simulator.status(&key(1)).await;
        assert!(matches!(status, StatusAnswer::Found(Answer::Authorized { .. })), "{status:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_cut_short_by_its_caller_has_acted() {
    let Setup { simulator, .. } = setup();
    let call = simulator.authorize(request("4000000002001008"));
    assert!(tokio::time::timeout(Duration::from_secs(1), call).await.is_err());
    let status = simulator.status(&key(1)).await;
    assert!(matches!(status, StatusAnswer::Found(Answer::Authorized { .. })), "{status:?}");
}

fn sent_call() -> SentCall {
    let AuthorizeRequest { key, amount, currency, .. } = request("4242424242424242");
    SentCall { key, amount, currency }
}

#[tokio::test]
async fn a_call_that_finds_its_key_closed_does_nothing() {
    let Setup { ledger, simulator } = setup();
    for _ in 0..2 {
        assert_eq!(simulator.close(&sent_call()).await, Closing::Closed);
    }
    let answer = simulator.authorize(request("4242424242424242")).await;
    assert_eq!(ending(&answer), "failed");
    assert_eq!(simulator.status(&key(1)).await, StatusAnswer::Found(answer));
    assert_eq!(ledger.entries()[&key(1)].outcome, key_closed());
}

#[tokio::test(start_paused = true)]
async fn a_key_is_closed_to_a_call_that_is_on_its_way() {
    let Setup { simulator, .. } = setup();
    let slow = simulator.authorize(request("4000000002005009"));
    let close = async {
        sleep(Duration::from_secs(1)).await;
        simulator.close(&sent_call()).await
    };
    let (answer, closing) = tokio::join!(slow, close);
    assert_eq!((ending(&answer), closing), ("failed", Closing::Closed));
}

#[tokio::test]
async fn closing_a_key_tells_what_was_done_under_it() {
    let Setup { simulator, .. } = setup();
    let answer = simulator.authorize(request("4242424242424242")).await;
    assert_eq!(simulator.close(&sent_call()).await, Closing::Found(answer));
}

struct BrokenLedger;

impl Ledger for BrokenLedger {
    fn get<'a>(
        &'a self,
        _: &'a IdempotencyKey,
    ) -> BoxFuture<'a, Result<Option<Entry>, LedgerUnavailable>> {
        Box::pin(async { Err(LedgerUnavailable) })
    }

    fn put<'a>(
        &'a self,
        _: &'a IdempotencyKey,
        _: Entry,
    ) -> BoxFuture<'a, Result<Entry, LedgerUnavailable>> {
        Box::pin(async { Err(LedgerUnavailable) })
    }
}

#[tokio::test]
async fn without_its_ledger_nothing_is_certain() {
    let simulator = Simulator::new(Arc::new(BrokenLedger), SimulatorOptions::default());
    let answer = simulator.authorize(request("4242424242424242")).await;
    assert_eq!(ending(&answer), "unknown");
    assert_eq!(simulator.status(&key(1)).await, StatusAnswer::Unknown);
    assert_eq!(simulator.close(&sent_call()).await, Closing::Unknown);
}

#[test]
fn requests_do_not_show_the_card() {
    let shown = format!("{:?}", request("4242424242424242"));
    assert!(shown.contains("424242••••4242"), "{shown}");
    assert!(!shown.contains("4242424242"), "{shown}");
}
