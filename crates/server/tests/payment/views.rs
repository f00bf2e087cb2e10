//! What the server remembers of what a checkout was shown: however many there are, and
//! whatever they call themselves.

use serde_json::{Value, json};

use tender_server::checkout::view::{self, CheckoutId};
use tender_store::{checkout_view, client_session};

use crate::app::{TestApp, both_engines};
use crate::checkout::{APPROVED, Checkout, configure, line_item, order};
use crate::database::Engine;

/// More than are remembered of one session.
const TABS: usize = 23;

both_engines! {
    async fn no_reload_makes_the_server_forget_what_it_has_shown(app: TestApp) {
        let (tabs, token) = opened(&app).await;
        tabs[0].update(&app, costing(6400)).await;
        let app = app.restarted().await;
        for tab in &tabs {
            let refused = tab.moved_to(&app).pay(&token).await;
            let refused = refused.refused(409, "ClientSessionOutdated");
            assert!(refused["error"]["recoverySuggestion"].is_string());
        }
        // The first was dropped first. A refresh lets it pay.
        let first = tabs[0].moved_to(&app);
        first.configuration().await;
        assert_eq!(first.pay(&token).await.ok()["amount"], 6400);
    }

    async fn a_checkout_that_paints_its_total_needs_no_view(app: TestApp) {
        let (tabs, token) = opened(&app).await;
        let app = app.restarted().await;
        let painting = tabs[0].moved_to(&app).client.with("tender-shown", "1;4999;EUR");
        let body = json!({ "paymentMethodToken": token });
        assert_eq!(painting.post("/payments", &body).await.ok()["status"], "SUCCESS");
    }

    async fn an_account_may_let_the_unseen_pass(app: TestApp) {
        configure(&app, &json!({ "staleTotal": "REPORT" })).await;
        let (tabs, token) = opened(&app).await;
        let app = app.restarted().await;
        assert_eq!(tabs[0].moved_to(&app).pay(&token).await.ok()["status"], "SUCCESS");
    }

    async fn whatever_a_checkout_calls_itself_it_is_remembered(app: TestApp) {
        for name in ["x".repeat(65), "y".repeat(2_000), "my tab".to_owned(), "#\"'".to_owned()] {
            let checkout = Checkout::open(&app, &order()).await.named(&app, &name);
            let token = checkout.token_of(APPROVED).await;
            checkout.configuration().await;
            checkout.update(&app, costing(6400)).await;
            checkout.pay(&token).await.refused(409, "ClientSessionOutdated");
            checkout.configuration().await;
            assert_eq!(checkout.pay(&token).await.ok()["amount"], 6400, "{name}");
        }
    }

    async fn an_answer_is_never_older_than_the_one_before(app: TestApp) {
        let checkout = Checkout::open(&app, &order()).await;
        let read = app.app().store.read(|tx| {
            let id = tx.query_one("SELECT id FROM client_session", &[], |row| row.id(0))?;
            client_session::load(tx, id)
        });
        // Two reads at once: the one is held up with what it has read, the other answers.
        let held_up = read.await.unwrap().unwrap();
        checkout.update(&app, costing(6400)).await;
        assert_eq!(checkout.configuration().await["clientSession"]["amount"], 6400);
        let name = CheckoutId::from(checkout.instance());
        let mut app = app;
        for restarted in [false, true] {
            if restarted {
                app = app.restarted().await;
            }
            let answered = view::note(app.app(), &name, held_up.clone()).await.unwrap();
            assert_eq!(answered.revision, 2, "what is answered last is what can be charged");
            let (id, name) = (answered.id, name.clone());
            let stored = app.app().store.read(move |tx| checkout_view::load(tx, id, &name)).await;
            assert_eq!(stored.map(|view| view.map(|view| view.revision)), Ok(Some(2)));
        }
    }
}

/// A view that one node has at hand, while another drops its row.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refresh_makes_a_view_at_whichever_node() {
    let one = TestApp::start(Engine::Postgres).await;
    let other = one.another_node().await;
    let checkout = Checkout::open(&one, &order()).await;
    checkout.configuration().await;
    let token = checkout.token_of(APPROVED).await;
    for _ in 0..TABS {
        one.clock.advance(std::time::Duration::from_secs(1));
        Checkout::enter(&other, &checkout.token).configuration().await;
    }
    checkout.moved_to(&other).pay(&token).await.refused(409, "ClientSessionOutdated");
    checkout.configuration().await;
    assert_eq!(checkout.moved_to(&other).pay(&token).await.ok()["status"], "SUCCESS");
}

/// One node knows what a checkout was shown first, another has shown it less since, and
/// that view is gone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_node_knows_is_not_what_was_shown_last() {
    let one = TestApp::start(Engine::Postgres).await;
    let other = one.another_node().await;
    let checkout = Checkout::open(&one, &order()).await;
    let token = checkout.token_of(APPROVED).await;
    checkout.configuration().await;
    checkout.update(&one, costing(1000)).await;
    assert_eq!(checkout.moved_to(&other).configuration().await["clientSession"]["amount"], 1000);
    for _ in 0..TABS {
        one.clock.advance(std::time::Duration::from_secs(1));
        Checkout::enter(&other, &checkout.token).configuration().await;
    }
    checkout.update(&one, costing(2000)).await;
    checkout.pay(&token).await.refused(409, "ClientSessionOutdated");
    checkout.configuration().await;
    assert_eq!(checkout.pay(&token).await.ok()["amount"], 2000);
}

/// Many checkouts of one session that were all shown 49.99 EUR, with a card's token.
async fn opened(app: &TestApp) -> (Vec<Checkout>, String) {
    let first = Checkout::open(app, &order()).await;
    let token = first.token_of(APPROVED).await;
    let mut tabs = vec![first];
    for _ in 1..TABS {
        tabs.push(Checkout::enter(app, &tabs[0].token));
    }
    for tab in &tabs {
        app.clock.advance(std::time::Duration::from_secs(1));
        assert_eq!(tab.configuration().await["clientSession"]["amount"], 4999);
    }
    (tabs, token)
}

fn costing(amount: i64) -> Value {
    json!({ "order": { "lineItems": [line_item(amount)] } })
}
