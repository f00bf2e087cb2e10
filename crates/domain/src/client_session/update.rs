//! Creating and updating a session: which fields a request sets, and what must
//! hold afterwards (DESIGN, "PATCH" and "Amount").

use super::{ApprovalMode, ClientSessionCreateRequest, SessionContent, SessionUpdate};
use crate::account::OptionsOnPatch;
use crate::customer::CustomerUpdate;
use crate::error::{Error, Faults};
use crate::limits::{FEES_MAX, LINE_ITEMS_MAX};
use crate::metadata::Metadata;
use crate::order::{Order, OrderUpdate};
use crate::patch::Patch;
use crate::payment_method::{PaymentMethodOptions, PaymentMethodSettings};
use crate::warning::Warning;

/// What an update made of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The content afterwards. Equal to the content before if nothing changed: then the
    /// session keeps its revision.
    pub content: SessionContent,
    /// What was not done as sent.
    pub warnings: Vec<Warning>,
}

impl SessionContent {
    /// The content of a new session.
    ///
    /// # Errors
    /// As [`SessionContent::checked`].
    pub fn create(request: ClientSessionCreateRequest) -> Result<Self, Error> {
        let content = Self {
            order_id: request.order_id,
            currency_code: request.currency_code,
            amount: request.amount,
            customer_id: request.customer_id,
            customer: request.customer.filter(|customer| !customer.is_empty()),
            order: request.order.filter(|order| !order.is_empty()),
            metadata: request.metadata.unwrap_or_default(),
            payment_method: request.payment_method.filter(|settings| !settings.is_empty()),
            approval_mode: request.approval_mode,
            selection: None,
        };
        content.approval_is_automatic()?;
        content.checked()
    }

    /// A session whose payments wait for approval must not be paid without one, and
    /// approvals do not exist yet: better no session than an unapproved payment.
    fn approval_is_automatic(&self) -> Result<(), Error> {
        match self.approval_mode {
            Some(ApprovalMode::Manual) => {
                let sentence =
                    "MANUAL is not available on this server yet; leave it out or send AUTO";
                Err(Error::fault("$.approvalMode", sentence))
            }
            Some(ApprovalMode::Auto) | None => Ok(()),
        }
    }

    /// The content after `update`.
    ///
    /// # Errors
    /// A fault of the update; or as [`SessionContent::checked`], judged on the session as it
    /// would be afterwards.
    pub fn apply(
        &self,
        update: SessionUpdate,
        on_options: OptionsOnPatch,
    ) -> Result<Applied, Error> {
        let mut content = self.clone();
        update.order_id.apply(&mut content.order_id);
        update.currency_code.apply(&mut content.currency_code);
        update.amount.apply(&mut content.amount);
        update.customer_id.apply(&mut content.customer_id);
        merge(update.customer, &mut content.customer, CustomerUpdate::apply);
        content.customer.take_if(|customer| customer.is_empty());
        merge(update.order, &mut content.order, OrderUpdate::apply);
        content.order.take_if(|order| order.is_empty());
        match update.metadata {
            Patch::Keep => {}
            Patch::Clear => content.metadata = Metadata::default(),
            Patch::Set(metadata) => content.metadata = metadata,
        }
        let mut warnings = Vec::new();
        if !keep_options(&mut content.payment_method, update.payment_method) {
            match on_options {
                OptionsOnPatch::Refuse => return Err(options_are_fixed()),
                OptionsOnPatch::Ignore => warnings.push(Warning::options_ignored()),
            }
        }
        Ok(Applied { content: content.checked()?, warnings })
    }

    /// What must hold of every session, judged on the whole: limits, totals within
    /// range, and a currency as soon as there is an amount.
    ///
    /// # Errors
    /// [`Error::Invalid`] with each rule that does not hold, [`Error::MetadataEmptyKey`].
    pub fn checked(self) -> Result<Self, Error> {
        if self.metadata.has_empty_key() {
            return Err(Error::MetadataEmptyKey);
        }
        let mut faults = Faults::default();
        if self.currency_code.is_none() && self.has_amount() {
            faults.push("$.currencyCode", "is required as soon as the session has an amount");
        }
        if let Some(order) = &self.order {
            if order.line_items.as_ref().is_some_and(|items| items.len() > LINE_ITEMS_MAX) {
                faults
                    .push("$.order.lineItems", format!("must have at most {LINE_ITEMS_MAX} items"));
            }
            if order.fees.as_ref().is_some_and(|fees| fees.len() > FEES_MAX) {
                faults.push("$.order.fees", format!("must have at most {FEES_MAX} fees"));
            }
        }
        if let Err(found) = self.totals() {
            faults.extend(found);
        }
        Ok(faults.or(self)?)
    }

    fn has_amount(&self) -> bool {
        let options = self.payment_method.as_ref().and_then(|settings| settings.options.as_ref());
        self.amount.is_some()
            || self.order.as_ref().is_some_and(Order::is_priced)
            || options.is_some_and(PaymentMethodOptions::has_amount)
    }
}

/// Merges one level deep: `null` clears the whole, an object only the keys that it has.
fn merge<T: Default, U>(patch: Patch<U>, stored: &mut Option<T>, apply: fn(U, &mut T)) {
    match patch {
        Patch::Keep => {}
        Patch::Clear => *stored = None,
        Patch::Set(update) => apply(update, stored.get_or_insert_default()),
    }
}

/// Replaces the settings except for their `options`, which stay as created. Answers
/// whether the patch agrees with that.
fn keep_options(
    stored: &mut Option<PaymentMethodSettings>,
    patch: Patch<PaymentMethodSettings>,
) -> bool {
    let mut settings = match patch {
        Patch::Keep => return true,
        Patch::Clear => PaymentMethodSettings::default(),
        Patch::Set(settings) => settings,
    };
    let options = stored.take().and_then(|stored| stored.options);
    let agrees = settings.options.as_ref().is_none_or(|sent| match &options {
        Some(options) => sent.same_meaning(options),
        None => sent.same_meaning(&PaymentMethodOptions::default()),
    });
    settings.options = options;
    *stored = Some(settings).filter(|settings| !settings.is_empty());
    agrees
}

fn options_are_fixed() -> Error {
    Error::fault(
        "$.paymentMethod.options",
        "cannot be changed after the session is created; leave it out, or send it as it was",
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::ClientSessionUpdateRequest;
    use super::*;
    use crate::error::from_json;

    fn create(request: Value) -> Result<SessionContent, Error> {
        SessionContent::create(from_json(request)?)
    }

    fn patched(
        request: Value,
        mut patch: Value,
        on_options: OptionsOnPatch,
    ) -> Result<Applied, Error> {
        patch["clientToken"] = json!("token");
        let (_, update) = from_json::<ClientSessionUpdateRequest>(patch)?.into_parts();
        create(request)?.apply(update, on_options)
    }

    /// The stored document of `request` after `patch`.
    fn after(request: Value, patch: Value) -> Value {
        let applied = patched(request, patch, OptionsOnPatch::Refuse).unwrap();
        serde_json::to_value(applied.content).unwrap()
    }

    fn paths<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<String> {
        match result.unwrap_err() {
            Error::Invalid(faults) => faults.into_iter().map(|fault| fault.path).collect(),
            other => panic!("{other}"),
        }
    }

    fn session() -> Value {
        json!({
            "orderId": "o", "currencyCode": "EUR", "customerId": "c",
            "customer": {"emailAddress": "a@b.c", "billingAddress": {"city": "A", "state": "S"}},
            "order": {"countryCode": "FR", "lineItems": [{"amount": 1, "quantity": 1}]},
            "metadata": {"a": 1},
            "paymentMethod": {
                "vaultOnSuccess": true,
                "options": {"PAYPAL": {"surcharge": {"amount": 20}}},
            },
        })
    }

    #[test]
    fn absent_keeps() {
        assert_eq!(after(session(), json!({})), session());
    }

    #[test]
    fn null_clears_the_whole() {
        let patch =
            json!({"orderId": null, "customer": null, "metadata": null, "customerId": null});
        let left = after(session(), patch);
        for key in ["orderId", "customer", "metadata", "customerId"] {
            assert!(left.get(key).is_none(), "{key}");
        }
        assert_eq!(left["order"], session()["order"]);
    }

    #[test]
    fn customer_and_order_merge_one_level_deep() {
        let patch = json!({
            "customer": {"billingAddress": {"city": "B"}, "firstName": "J"},
            "order": {"lineItems": [{"amount": 2, "quantity": 3}], "countryCode": null},
        });
        let merged = after(session(), patch);
        assert_eq!(
            merged["customer"],
            json!({"emailAddress": "a@b.c", "billingAddress": {"city": "B"}, "firstName": "J"})
        );
        assert_eq!(merged["order"], json!({"lineItems": [{"amount": 2, "quantity": 3}]}));
    }

    #[test]
    fn an_empty_order_changes_nothing() {
        assert_eq!(after(session(), json!({"order": {}, "customer": {}})), session());
        assert_eq!(after(json!({}), json!({"order": {}, "customer": {}})), json!({}));
    }

    #[test]
    fn metadata_is_replaced_whole_and_emptied_by_an_empty_object() {
        let metadata =
            |patch| after(session(), json!({"metadata": patch})).get("metadata").cloned();
        assert_eq!(metadata(json!({"b": true})), Some(json!({"b": true})));
        assert_eq!(metadata(json!({})), None);
    }

    #[test]
    fn payment_method_is_replaced_whole_but_its_options_stay() {
        let settings =
            |patch| after(session(), json!({"paymentMethod": patch}))["paymentMethod"].clone();
        let options = session()["paymentMethod"]["options"].clone();
        assert_eq!(
            settings(json!({"descriptor": "D"})),
            json!({"descriptor": "D", "options": options})
        );
        assert_eq!(settings(json!({})), json!({"options": options}));
        assert_eq!(settings(json!(null)), json!({"options": options}));
    }

    #[test]
    fn options_equal_in_meaning_are_accepted_and_others_refused() {
        let patch = |options| json!({"paymentMethod": {"options": options}});
        let same = json!({"PAYPAL": {"surcharge": {"amount": 20}}, "KLARNA": {}});
        assert_eq!(
            after(session(), patch(same))["paymentMethod"]["options"],
            session()["paymentMethod"]["options"]
        );
        for other in [json!({}), json!({"PAYPAL": {"surcharge": {"amount": 21}}})] {
            let refused = patched(session(), patch(other), OptionsOnPatch::Refuse);
            assert_eq!(paths(refused), ["$.paymentMethod.options"]);
        }
        let later = patch(json!({"PAYPAL": {"surcharge": {"amount": 1}}}));
        let refused = patched(json!({"currencyCode": "EUR"}), later, OptionsOnPatch::Refuse);
        assert_eq!(paths(refused), ["$.paymentMethod.options"]);
        assert_eq!(after(json!({}), patch(json!({"PAYPAL": {}}))), json!({}));
    }

    #[test]
    fn an_account_may_have_options_ignored_with_a_warning() {
        let patch = json!({"orderId": "p", "paymentMethod": {"options": {}, "descriptor": "D"}});
        let applied = patched(session(), patch, OptionsOnPatch::Ignore).unwrap();
        let content = serde_json::to_value(applied.content).unwrap();
        assert_eq!(content["orderId"], "p");
        assert_eq!(content["paymentMethod"]["descriptor"], "D");
        assert_eq!(content["paymentMethod"]["options"], session()["paymentMethod"]["options"]);
        assert_eq!(applied.warnings, [Warning::options_ignored()]);
    }

    #[test]
    fn an_override_stays_until_it_is_cleared() {
        let overridden =
            json!({"currencyCode": "EUR", "amount": 5, "order": {"lineItems": [{"amount": 1}]}});
        let amount = |patch| {
            let applied = patched(overridden.clone(), patch, OptionsOnPatch::Refuse).unwrap();
            applied.content.totals().unwrap().amount.unwrap().minor()
        };
        assert_eq!(amount(json!({"order": {"lineItems": [{"amount": 9}]}})), 5);
        assert_eq!(amount(json!({"amount": null})), 1);
    }

    #[test]
    fn an_amount_anywhere_needs_a_currency_on_the_merged_session() {
        for priced in [
            json!({"amount": 0}),
            json!({"order": {"lineItems": [{"amount": 1}]}}),
            json!({"order": {"fees": [{"amount": 1}]}}),
            json!({"order": {"shipping": {"amount": 1}}}),
            json!({"paymentMethod": {"options": {"PAYPAL": {"surcharge": {"amount": 1}}}}}),
            json!({"paymentMethod": {"options": {"APPLE_PAY": {"automaticReloadRequest": {
                "managementUrl": "https://a.b", "automaticReloadBilling":
                    {"label": "l", "automaticReloadThresholdAmount": 1},
            }}}}}),
        ] {
            assert_eq!(paths(create(priced.clone())), ["$.currencyCode"], "{priced}");
        }
        assert!(create(json!({"currencyCode": "EUR"})).is_ok());
        let priced =
            patched(json!({"currencyCode": "EUR"}), json!({"amount": 1}), OptionsOnPatch::Refuse);
        assert!(priced.is_ok());
        let cleared = patched(session(), json!({"currencyCode": null}), OptionsOnPatch::Refuse);
        assert_eq!(paths(cleared), ["$.currencyCode"]);
    }

    #[test]
    fn a_client_token_is_required_and_a_string() {
        for patch in [json!({}), json!({"clientToken": null}), json!({"clientToken": 1})] {
            let request = from_json::<ClientSessionUpdateRequest>(patch).map_err(Error::from);
            assert_eq!(paths(request), ["$.clientToken"]);
        }
    }

    #[test]
    fn unknown_top_level_fields_are_refused() {
        assert_eq!(paths(create(json!({"colour": 1}))), ["$.colour"]);
        let refused = patched(json!({}), json!({"approvalMode": "AUTO"}), OptionsOnPatch::Refuse);
        assert_eq!(paths(refused), ["$.approvalMode"]);
    }

    #[test]
    fn on_create_null_and_empty_objects_count_as_absent() {
        let request = json!({
            "orderId": null, "amount": null, "customer": {}, "order": {"lineItems": null},
            "metadata": null, "paymentMethod": {}, "approvalMode": null,
        });
        assert_eq!(create(request).unwrap(), SessionContent::default());
    }

    #[test]
    fn payments_that_would_wait_for_approval_are_refused_at_the_start() {
        assert_eq!(paths(create(json!({"approvalMode": "MANUAL"}))), ["$.approvalMode"]);
        let automatic = create(json!({"approvalMode": "AUTO"})).unwrap();
        assert_eq!(serde_json::to_value(automatic).unwrap(), json!({"approvalMode": "AUTO"}));
    }

    #[test]
    fn an_empty_metadata_key_has_an_error_of_its_own() {
        let metadata = json!({"metadata": {"": 1}});
        assert_eq!(create(metadata.clone()), Err(Error::MetadataEmptyKey));
        let patched = patched(session(), metadata, OptionsOnPatch::Refuse);
        assert_eq!(patched, Err(Error::MetadataEmptyKey));
    }

    #[test]
    fn too_many_items_or_fees_are_a_fault_at_the_list() {
        let order = json!({
            "lineItems": vec![json!({"amount": 1}); LINE_ITEMS_MAX + 1],
            "fees": vec![json!({"amount": 1}); FEES_MAX + 1],
        });
        let request = json!({"currencyCode": "EUR", "order": order});
        assert_eq!(paths(create(request)), ["$.order.lineItems", "$.order.fees"]);
    }
}
