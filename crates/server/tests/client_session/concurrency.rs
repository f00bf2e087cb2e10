//! Many writers of one session: nothing that was acknowledged is lost.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::app::both_engines;

/// One PATCH per field, which no other touches.
fn disjoint() -> Vec<Value> {
    let customer = ["mobileNumber", "firstName", "lastName", "taxId", "nationalDocumentId"];
    let mut patches: Vec<Value> =
        customer.iter().map(|key| json!({"customer": {*key: format!("my {key}")}})).collect();
    patches.extend([
        json!({"customer": {"emailAddress": "a@b.example"}}),
        json!({"customer": {"billingAddress": {"city": "Rome"}}}),
        json!({"customer": {"shippingAddress": {"city": "Oslo"}}}),
        json!({"order": {"countryCode": "FR"}}),
        json!({"order": {"retailerCountryCode": "DE"}}),
        json!({"order": {"lineItems": [{"amount": 7, "quantity": 1}]}}),
        json!({"order": {"fees": [{"amount": 8}]}}),
        json!({"order": {"shipping": {"amount": 9}}}),
        json!({"orderId": "my order"}),
        json!({"customerId": "my customer"}),
        json!({"metadata": {"k": "v"}}),
    ]);
    patches
}

fn merged(patches: &[Value]) -> Value {
    let mut whole = json!({"currencyCode": "EUR", "amount": 7 + 8 + 9});
    for patch in patches {
        for (key, value) in patch.as_object().unwrap() {
            match (&mut whole[key], value) {
                (Value::Object(whole), Value::Object(part)) => whole.extend(part.clone()),
                (whole, part) => *whole = part.clone(),
            }
        }
    }
    whole
}

both_engines! {
    async fn concurrent_patches_on_disjoint_fields_lose_nothing(app: TestApp) {
        let sessions = [
            app.created(json!({"currencyCode": "EUR"})).await,
            app.created(json!({"currencyCode": "EUR"})).await,
        ];
        let patches = disjoint();
        // 32 at once: 16 fields of each of two sessions.
        let tasks =
            patches.iter().flat_map(|patch| sessions.iter().map(|s| s.patch(patch.clone())));
        let answers = join_all(tasks).await;
        assert_eq!(answers.len(), 32);
        for answer in answers {
            answer.ok();
        }
        for session in &sessions {
            let read = session.read().await.ok();
            assert_eq!(read.json, merged(&patches));
            assert_eq!(read.header("etag"), Some("\"17\""));
        }
    }

    async fn concurrent_if_match_loops_lose_nothing(app: TestApp) {
        let session = app.created(json!({})).await;
        let add = async |task: usize| loop {
            let read = session.read().await.ok();
            let mut metadata = read.get("metadata").cloned().unwrap_or_else(|| json!({}));
            metadata[format!("task {task}")] = json!(task);
            let caller = session.merchant.clone().with("if-match", read.header("etag").unwrap());
            let answer = session.patch_as(&caller, json!({"metadata": metadata})).await;
            if answer.status != 412 {
                return answer.ok();
            }
        };
        join_all((0..8).map(add)).await;
        let read = session.read().await.ok();
        assert_eq!(read["metadata"].as_object().unwrap().len(), 8);
        assert_eq!(read.header("etag"), Some("\"9\""));
    }

    async fn merchant_and_checkout_at_once_lose_nothing(app: TestApp) {
        let session = app.created(json!({})).await;
        let client = app.client(&session.access_token());
        let name = json!({"actions": [
            {"type": "SET_CUSTOMER_FIRST_NAME", "params": {"firstName": "Ann"}},
        ]});
        let act = client.post("/client-session/actions", &name);
        let (patched, acted) =
            tokio::join!(session.patch(json!({"customer": {"lastName": "Lee"}})), act);
        patched.ok();
        acted.ok();
        let both = json!({"customer": {"firstName": "Ann", "lastName": "Lee"}});
        assert_eq!(session.read().await.ok().json, both);
    }
}
