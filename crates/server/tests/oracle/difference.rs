//! Where Tender and the published schema differ on purpose: the table "Differences
//! from the published schema" of API.md, row by row.

use std::collections::BTreeSet;

use serde_json::Value;

use super::case::{CREATE_PAYMENT, Case, Fault, UPDATE_SESSION};
use super::schema::Violation;

/// A row of the table.
pub(super) struct Difference {
    /// What it is about.
    pub(super) topic: &'static str,
    /// What the published schema says.
    pub(super) published: &'static str,
    /// What Tender does.
    pub(super) tender: &'static str,
    pub(super) reason: &'static str,
    is_met: Met,
}

impl Difference {
    /// The row, as API.md has it.
    pub(super) fn row(&self) -> String {
        let Self { topic, published, tender, reason, .. } = self;
        format!("| {topic} | {published} | {tender} | {reason} |")
    }
}

/// How a difference shows.
enum Met {
    /// Tender refuses what the schema allows, with such a fault.
    Refused(fn(&Case, &Fault) -> bool),
    /// Tender accepts what the schema forbids: the violation, and the value there.
    Accepted(fn(&Violation, &Value) -> bool),
    /// As `Accepted`, and then answers it.
    Echoed(fn(&Violation, &Value) -> bool),
    /// An answer violates the schema: the violation, and the value there.
    Answered(fn(&Violation, &Value) -> bool),
    /// An answer has a status that the schema does not describe.
    Status(&'static [u16]),
}

use Met::{Accepted, Answered, Echoed, Refused, Status};

/// Every difference.
pub(super) const DIFFERENCES: &[Difference] = &[
    Difference {
        topic: "`null`",
        published: "No field is nullable",
        tender: "In `POST`, and inside objects that are sent, `null` counts as absent; at the top of a `PATCH` and one level down it clears",
        reason: "The guide clears fields with `null`; client libraries write unset fields as `null`",
        is_met: Accepted(|_, value| value.is_null()),
    },
    Difference {
        topic: "`approvalMode`",
        published: "Unknown field",
        tender: "Accepted by `POST`",
        reason: "Added to version 2.4 after the schema was published",
        is_met: Accepted(|violation, _| violation.message.contains("approvalMode")),
    },
    Difference {
        topic: "`options.<TYPE>.surcharge`",
        published: "Required",
        tender: "Optional",
        reason: "The guide's own Apple Pay and Klarna examples leave it out",
        is_met: Echoed(|violation, _| {
            violation.keyword == "required" && violation.message.contains("surcharge")
        }),
    },
    Difference {
        topic: "E-mail addresses with letters beyond ASCII",
        published: "`format: email`, which is ASCII",
        tender: "Accepted, with a limit of 255 characters",
        reason: "The guide names internationalised addresses (RFC 6531)",
        is_met: Echoed(|violation, value| {
            violation.at == "/customer/emailAddress" && !value.as_str().unwrap_or("").is_ascii()
        }),
    },
    Difference {
        topic: "Names of payment methods in `options`",
        published: "Any name",
        tender: "Capital letters, digits and underscores",
        reason: "A misspelt method would silently lose its surcharge",
        is_met: Refused(|_, fault| fault.description.contains("payment method type")),
    },
    Difference {
        topic: "Currency",
        published: "Optional beside amounts; `PATCH` takes any string",
        tender: "Required as soon as the session has an amount; always one that is known",
        reason: "Prose of version 2.1 and later; an amount without a currency is no amount",
        is_met: Refused(|_, fault| fault.path == "$.currencyCode"),
    },
    Difference {
        topic: "Currencies that came into ISO 4217 later, such as `XCG` and `MRU`",
        published: "Unknown",
        tender: "Accepted",
        reason: "Shops in Curaçao and Mauritania are paid in them",
        is_met: Echoed(|violation, value| {
            violation.at == "/currencyCode" && value.as_str().is_some_and(|code| code.len() == 3)
        }),
    },
    Difference {
        topic: "Largest amount",
        published: "64 bits",
        tender: "2^53 - 1, also for each line item and the order",
        reason: "The largest integer that JavaScript clients read exactly",
        is_met: Refused(|_, fault| fault.description.contains("9007199254740991")),
    },
    Difference {
        topic: "Whole numbers written with a fraction or an exponent, as `10.0`",
        published: "Valid as integers",
        tender: "Refused in amounts and quantities",
        reason: "It is the mark of an amount in major units",
        is_met: Refused(|_, fault| fault.description.contains("without a fraction")),
    },
    Difference {
        topic: "`quantity`",
        published: "Any integer",
        tender: "1 to 1,000,000",
        reason: "A line item of none, or of fewer than none, is a mistake",
        is_met: Refused(|_, fault| fault.path.ends_with(".quantity")),
    },
    Difference {
        topic: "Line items that cost less than nothing",
        published: "Allowed",
        tender: "Refused",
        reason: "One line would hide the price of the others",
        is_met: Refused(|_, fault| fault.description.contains("less than nothing")),
    },
    Difference {
        topic: "Number of line items and fees",
        published: "Unlimited",
        tender: "500 and 100",
        reason: "Every input has a limit",
        is_met: Refused(|_, fault| matches!(&*fault.path, "$.order.lineItems" | "$.order.fees")),
    },
    Difference {
        topic: "`orderedAllowedCardNetworks`",
        published: "May repeat a network",
        tender: "Each network once",
        reason: "The prose says unique; the order decides for co-badged cards",
        is_met: Refused(|_, fault| fault.description.contains("each card network only once")),
    },
    Difference {
        topic: "`metadata`",
        published: "Any object",
        tender: "At most 500 keys and list items in all, 8 levels, 64 KiB; keys of 1 to 255 characters, texts of up to 4,096, no whole number beyond 64 bits; entries that are `null` are dropped",
        reason: "Every input has a limit; the prose forbids empty keys",
        is_met: Refused(|_, fault| fault.path.starts_with("$.metadata")),
    },
    Difference {
        topic: "U+0000 in texts",
        published: "Allowed",
        tender: "Refused",
        reason: "PostgreSQL cannot store it",
        is_met: Refused(|_, fault| fault.description.contains("U+0000")),
    },
    Difference {
        topic: "Texts without a length in the schema",
        published: "`order.shipping.*`, `options.<TYPE>.merchantName` and the `orderId` and `customerId` of a `PATCH` have none",
        tender: "255 characters, 1,024 for `methodDescription` and `merchantName`; `orderId` is not empty",
        reason: "Every input has a limit, the same for `POST` and `PATCH`",
        is_met: Refused(|case, fault| {
            let updates_id = case.operation == UPDATE_SESSION
                && matches!(&*fault.path, "$.orderId" | "$.customerId");
            let unbounded = fault.path.starts_with("$.order.shipping.method")
                || fault.path.ends_with(".merchantName");
            updates_id || unbounded
        }),
    },
    Difference {
        topic: "Empty texts where the schema asks for a character",
        published: "Not allowed, except in `POST /payments`",
        tender: "Count as absent, on `PATCH` as not sent; only `orderId` and `itemId` may not be empty",
        reason: "Forms and generated clients send `\"\"` for what they do not know",
        is_met: Accepted(|_, value| value.as_str() == Some("")),
    },
    Difference {
        topic: "An empty `orderId` in `POST /payments`",
        published: "Allowed",
        tender: "Refused as in a session",
        reason: "A payment is merged with its session, so one rule holds for both",
        is_met: Refused(|case, fault| {
            case.operation == CREATE_PAYMENT && fault.description == "must not be empty"
        }),
    },
    Difference {
        topic: "`clientToken` of a `PATCH`",
        published: "Optional",
        tender: "Required",
        reason: "The prose requires it; without it there is nothing to update",
        is_met: Refused(|_, fault| fault.path == "$.clientToken"),
    },
    Difference {
        topic: "`paymentMethod.options` of a `PATCH`",
        published: "Allowed",
        tender: "Refused unless equal to what was created (an account can choose to ignore it)",
        reason: "The prose says that options cannot be updated",
        is_met: Refused(|_, fault| fault.path == "$.paymentMethod.options"),
    },
    Difference {
        topic: "What a payment needs",
        published: "`paymentMethodToken` alone",
        tender: "Refused while neither the request nor the session has `orderId`, `currencyCode` and an amount",
        reason: "The prose says so",
        is_met: Refused(|case, fault| {
            case.operation == CREATE_PAYMENT && fault.description.contains("session")
        }),
    },
    Difference {
        topic: "Times in answers",
        published: "`format: date-time`, which has a zone",
        tender: "UTC without a zone suffix, microseconds",
        reason: "The published examples of payments and tokens look like that",
        is_met: Answered(|violation, value| {
            violation.keyword == "format" && value.as_str().is_some_and(|text| text.len() == 26)
        }),
    },
    Difference {
        topic: "`binData` of a payment",
        published: "No field is nullable",
        tender: "`null` for the issuer's name, country and currency where they are not known",
        reason: "The client API answers the same object, and its readers expect every field",
        is_met: Answered(|violation, value| violation.at.contains("/binData/") && value.is_null()),
    },
    Difference {
        topic: "`warnings`",
        published: "One object",
        tender: "A list, of sentences, or of objects if the account asks for them",
        reason: "The guide shows a list of sentences, the schema's own example a list of objects",
        is_met: Answered(|violation, _| violation.at == "/warnings"),
    },
    Difference {
        topic: "`transactions[]`",
        published: "Requires `id`, `processor`, `type` and `status`, which it does not define",
        tender: "`transactionType`, `processorName`, `processorStatus` and the other defined fields",
        reason: "The requirement names fields of an older form",
        is_met: Answered(|violation, _| {
            violation.at.starts_with("/transactions/") && violation.keyword == "required"
        }),
    },
    Difference {
        topic: "Statuses",
        published: "200, 400, 422 (and 409 for some calls)",
        tender: "Also 401, 403, 405, 408, 409, 412, 413, 415, 429, 431, 500, 503 and 504, in the same envelope",
        reason: "The prose names most of them; 412 answers `If-Match`, 413 and 431 are limits",
        is_met: Status(&[401, 409, 412, 422]),
    },
];

/// Which differences were met.
#[derive(Default)]
pub(super) struct Tally(BTreeSet<usize>);

impl Tally {
    /// Tender accepted what the schema forbids.
    pub(super) fn explain_violation(&mut self, case: &Case, violation: &Violation, body: &Value) {
        let value = body.pointer(&violation.at).unwrap();
        self.explain(case, violation, |met| match met {
            Accepted(met) | Echoed(met) => met(violation, value),
            Refused(_) | Answered(_) | Status(_) => false,
        });
    }

    /// Tender refused what the schema allows.
    pub(super) fn explain_fault(&mut self, case: &Case, fault: &Fault) {
        self.explain(case, fault, |met| matches!(met, Refused(met) if met(case, fault)));
    }

    /// An answer violates the schema.
    pub(super) fn explain_answer(&mut self, case: &Case, violation: &Violation, body: &Value) {
        let value = body.pointer(&violation.at).unwrap();
        self.explain(case, violation, |met| match met {
            Answered(met) | Echoed(met) => met(violation, value),
            Refused(_) | Accepted(_) | Status(_) => false,
        });
    }

    /// The schema does not describe the answer's status.
    pub(super) fn explain_status(&mut self, case: &Case) {
        let status = case.answer.status.as_u16();
        self.explain(case, &status, |met| matches!(met, Status(all) if all.contains(&status)));
    }

    #[track_caller]
    fn explain(
        &mut self,
        case: &Case,
        finding: &dyn std::fmt::Debug,
        mut explains: impl FnMut(&Met) -> bool,
    ) {
        let row = DIFFERENCES.iter().position(|difference| explains(&difference.is_met));
        let request = case.request.as_ref().map(Value::to_string).unwrap_or_default();
        let answer = &case.answer.text;
        let operation = case.operation;
        self.0.insert(row.unwrap_or_else(|| {
            panic!("not a known difference: {finding:?}\n{operation:?} {request}\n{answer}")
        }));
    }

    pub(super) fn assert_every_difference_was_met(&self) {
        let stale = |row: &usize| !self.0.contains(row);
        let topics: Vec<_> =
            (0..DIFFERENCES.len()).filter(stale).map(|row| DIFFERENCES[row].topic).collect();
        assert!(topics.is_empty(), "no longer a difference, or not tried: {topics:?}");
    }
}
