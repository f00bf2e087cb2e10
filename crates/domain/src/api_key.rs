//! What an API key may do.

use crate::wire::wire_enum;

wire_enum! {
    /// A permission of an API key (spec/merchant-api.md §1).
    pub enum Scope {
        /// Create, read and update client sessions.
        ClientTokensWrite = "client_tokens:write",
        /// Create, authorise, resume and adjust payments.
        TransactionsAuthorize = "transactions:authorize",
        /// Cancel payments.
        TransactionsCancel = "transactions:cancel",
        /// Capture payments.
        TransactionsCapture = "transactions:capture",
        /// Read payments.
        TransactionsRetrieve = "transactions:retrieve" | "transactions:read",
        /// Refund payments.
        TransactionsRefund = "transactions:refund",
        /// List saved payment methods.
        PaymentInstrumentRead = "payment_instrument:read",
        /// Save and delete payment methods.
        PaymentInstrumentWrite = "payment_instrument:write",
        /// Trigger workflows from outside.
        WebhookTrigger = "third_party:webhook_trigger",
        /// Report payments made elsewhere.
        ObservabilityPaymentsWrite = "observability-payments:write",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transactions_read_is_read_as_retrieve() {
        assert_eq!(Scope::parse("transactions:read"), Some(Scope::TransactionsRetrieve));
        assert_eq!(Scope::TransactionsRetrieve.as_str(), "transactions:retrieve");
        let stored: Scope = serde_json::from_str("\"transactions:read\"").unwrap();
        assert_eq!(stored, Scope::TransactionsRetrieve);
    }
}
