//! What a payment will charge: the session's data, the request's over it, and the
//! rule that a surcharge never adds money over what was served.

use tender_domain::account::Account;
use tender_domain::client_session::{ClientSession, Selection, SessionContent};
use tender_domain::error::{Error as Refusal, Fault};
use tender_domain::payment::Charge;
use tender_domain::payment_instrument::InstrumentSummary;
use tender_domain::payment_method::PaymentMethodSettings;

use super::PaymentRequest;

/// The frozen copy and its total.
pub(super) struct Frozen {
    pub(super) content: SessionContent,
    pub(super) charge: Charge,
}

/// Merges and totals.
///
/// # Errors
/// 422 for what neither session nor request says, and for totals that do not add up.
pub(super) fn freeze(
    account: &Account,
    session: &ClientSession,
    request: Option<&PaymentRequest>,
    instrument: &InstrumentSummary,
) -> Result<Frozen, Refusal> {
    let merged = match request {
        Some(request) => merge(account, &session.content, request)?,
        None => session.content.clone(),
    };
    let content = with_lower_surcharge(merged, instrument)?;
    let amount = content.totals()?.amount;
    match (content.order_id.clone(), amount, content.currency_code) {
        (Some(order_id), Some(amount), Some(currency)) => {
            let charge = Charge { order_id: order_id.to_string(), amount, currency };
            Ok(Frozen { content, charge })
        }
        (order_id, amount, currency) => Err(missing(
            [("$.orderId", order_id.is_none()), ("$.amount", amount.is_none())],
            currency.is_none(),
        )),
    }
}

fn merge(
    account: &Account,
    session: &SessionContent,
    request: &PaymentRequest,
) -> Result<SessionContent, Refusal> {
    let on_options = account.settings.options_on_patch;
    let mut content = session.apply(request.update.clone(), on_options)?.content;
    let (own, over) = (content.payment_method.unwrap_or_default(), &request.payment_method);
    let merged = PaymentMethodSettings {
        vault_on_success: over.vault_on_success.or(own.vault_on_success),
        vault_on_3ds: over.vault_on_3ds.or(own.vault_on_3ds),
        vault_on_agreement: over.vault_on_agreement.or(own.vault_on_agreement),
        descriptor: over.descriptor.clone().or(own.descriptor),
        payment_type: over.payment_type.or(own.payment_type),
        authorization_type: over.authorization_type.or(own.authorization_type),
        first_payment_reason: over.first_payment_reason.or(own.first_payment_reason),
        ..own
    };
    content.payment_method = Some(merged).filter(|settings| !settings.is_empty());
    Ok(content)
}

/// Of the selection that was served and the one that pays, the cheaper counts.
fn with_lower_surcharge(
    served: SessionContent,
    instrument: &InstrumentSummary,
) -> Result<SessionContent, Refusal> {
    let paying = Selection {
        payment_method_type: instrument.payment_method_type.clone(),
        network: Some(instrument.card.network),
    };
    Ok(if served.amount_for(&paying)? < served.totals()?.amount {
        SessionContent { selection: Some(paying), ..served }
    } else {
        served
    })
}

fn missing(fields: [(&'static str, bool); 2], currency: bool) -> Refusal {
    let all = fields.into_iter().chain([("$.currencyCode", currency)]);
    let fault = |path| {
        Fault::new(path, "is needed to pay: set it in the client session or in this request")
    };
    Refusal::Invalid(
        all.filter(|(_, is_missing)| *is_missing).map(|(path, _)| fault(path)).collect(),
    )
}
