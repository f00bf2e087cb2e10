//! `X-Api-Version`, and who may call (DESIGN, "Versions").

use serde_json::json;

use tender_domain::account::{AccountSettings, Environment};
use tender_domain::api_key::Scope;

use crate::app::both_engines;

both_engines! {
    async fn every_version_and_none_are_answered_alike(app: TestApp) {
        let versions = ["2021-09-27", "2021-10-19", "2.1", "2.2", "2.3", "2.4"];
        let callers = versions.map(|version| app.merchant().with("x-api-version", version));
        for caller in callers.into_iter().chain([app.merchant().without("x-api-version")]) {
            let created = caller.post("/client-session", &json!({"orderId": "o"})).await.ok();
            let token = created["clientToken"].as_str().unwrap();
            let patch = json!({"clientToken": token, "customerId": "c"});
            let expected = json!({"orderId": "o", "customerId": "c"});
            assert_eq!(caller.patch("/client-session", &patch).await.ok().json, expected);
            let path = format!("/client-session?clientToken={token}");
            assert_eq!(caller.get(&path).await.ok().json, expected);
            let refused = caller.post("/client-session", &json!({"amount": 1})).await;
            refused.faults_at(&["$.currencyCode"]);
        }
    }

    async fn an_unknown_version_is_named_as_such(app: TestApp) {
        for version in ["2", "2.0", "2.5", "3.0", "2021-10-20", "", "latest", "2.4.0"] {
            let caller = app.merchant().with("x-api-version", version);
            let refused = caller.post("/client-session", &json!({})).await;
            let refused = refused.refused(400, "UnsupportedApiVersion");
            let description = refused["error"]["description"].as_str().unwrap();
            assert!(description.contains("2.1, 2.2, 2.3, 2.4"), "{description}");
            caller.patch("/client-session", &json!({})).await.refused(400, "UnsupportedApiVersion");
            caller.get("/client-session").await.refused(400, "UnsupportedApiVersion");
        }
    }

    async fn each_call_needs_the_scope_client_tokens_write(app: TestApp) {
        let session = app.created(json!({})).await;
        let others: Vec<Scope> =
            Scope::ALL.iter().copied().filter(|scope| *scope != Scope::ClientTokensWrite).collect();
        for (scopes, allowed) in [(others.as_slice(), false), (&[Scope::ClientTokensWrite], true)] {
            let key = app.registry().create_api_key(&app.account, "k", scopes).await.unwrap();
            let caller = app.merchant().with("x-api-key", &key.secret);
            let answers = [
                caller.post("/client-session", &json!({})).await,
                session.patch_as(&caller, json!({"orderId": "o"})).await,
                session.read_as(&caller).await,
            ];
            for answer in answers {
                if allowed {
                    answer.ok()
                } else {
                    answer.refused(403, "Forbidden")
                };
            }
        }
    }

    async fn without_a_key_nothing_is_answered(app: TestApp) {
        let session = app.created(json!({})).await;
        let unknown = app.merchant().with("x-api-key", &app.api_key[1..]);
        for caller in [app.merchant().without("x-api-key"), unknown] {
            caller.post("/client-session", &json!({})).await.refused(401, "Unauthorized");
            session.patch_as(&caller, json!({})).await.refused(401, "Unauthorized");
            session.read_as(&caller).await.refused(401, "Unauthorized");
        }
    }

    async fn another_accounts_key_does_not_open_the_session(app: TestApp) {
        let session = app.created(json!({"orderId": "o"})).await;
        let settings = AccountSettings::default();
        let other = app.registry().create_account("Other", Environment::Sandbox, settings).await;
        let key = app.registry().create_api_key(&other.unwrap(), "k", Scope::ALL).await.unwrap();
        let stranger = app.merchant().with("x-api-key", &key.secret);
        let refused = session.patch_as(&stranger, json!({"orderId": "stolen"})).await;
        refused.refused(400, "ClientSessionValidationError");
        session.read_as(&stranger).await.refused(400, "ClientSessionValidationError");
        assert_eq!(session.read().await.ok()["orderId"], "o");
    }

    async fn several_keys_of_an_account_share_its_sessions(app: TestApp) {
        let session = app.created(json!({})).await;
        let second =
            app.registry().create_api_key(&app.account, "second", Scope::ALL).await.unwrap();
        let caller = app.merchant().with("x-api-key", &second.secret);
        session.patch_as(&caller, json!({"orderId": "o"})).await.ok();
        assert_eq!(session.read().await.ok()["orderId"], "o");
    }
}
