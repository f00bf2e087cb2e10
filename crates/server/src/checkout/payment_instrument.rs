//! Turning a card into a token.

use std::net::{IpAddr, Ipv6Addr};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use tender_domain::account::Environment;
use tender_domain::card::{BinData, CardDetails, MaskedCard};
use tender_domain::error::Error as Refusal;
use tender_domain::id::PaymentInstrumentId;
use tender_domain::limits::{CARD_ATTEMPTS_PER_HOUR, CARD_ATTEMPTS_PER_SESSION, CVV_LIFETIME};
use tender_domain::payment_instrument::{
    InstrumentState, InstrumentSummary, PaymentInstrument, TokenType,
};
use tender_domain::payment_method::PaymentMethodType;
use tender_store::{Tx, card_attempt, card_data, payment_instrument};

use super::{Error, Result};
use crate::app::App;
use crate::client_api::auth::ClientAuth;

/// Stores a card, sealed, and gives it a token that pays once.
///
/// # Errors
/// The card's faults; [`Refusal::TooManyCardAttempts`].
pub async fn tokenize(
    app: &App,
    client: &ClientAuth,
    details: &CardDetails,
    address: Option<IpAddr>,
) -> Result<PaymentInstrument> {
    let now = app.env.now();
    let accepted = client.session.content.allowed_card_networks();
    let card = details.check(accepted, now).map_err(Refusal::Invalid)?;
    let id: PaymentInstrumentId = app.env.id();
    let sealed = app.card_gateway.tokenize(id, &card).await?;
    let masked = MaskedCard::from(&card);
    let instrument = PaymentInstrument {
        id,
        account_id: client.account.id,
        client_session_id: client.session.id,
        state: InstrumentState::Ready,
        fingerprint: sealed.fingerprint,
        created_at: now,
        expires_at: client.session.expires_at,
        summary: InstrumentSummary {
            token: URL_SAFE_NO_PAD.encode(app.env.random_bytes::<32>()),
            analytics_id: URL_SAFE_NO_PAD.encode(app.env.random_bytes::<18>()),
            token_type: TokenType::SingleUse,
            payment_method_type: PaymentMethodType::PAYMENT_CARD,
            bin_data: BinData::new(card.number.digits(), masked.network),
            card: masked,
        },
    };
    let stored = instrument.clone();
    let limits = limits(client, &instrument, address);
    app.store
        .of(client.account.id)
        .write(move |tx| {
            count(tx, &limits)?;
            payment_instrument::insert(tx, &stored)?;
            card_data::insert(tx, id, &sealed.number, now, stored.expires_at)?;
            if let Some(cvv) = &sealed.cvv {
                card_data::insert_cvv(tx, id, cvv, now.after(CVV_LIFETIME))?;
            }
            Ok::<_, Error>(())
        })
        .await?;
    Ok(instrument)
}

/// A counter against card testing.
struct Limit {
    bucket: String,
    /// Names the window: an hour, or for a session the hour of its end.
    hour: i64,
    max: i64,
}

/// The counters that apply: always in PRODUCTION, in SANDBOX when the account asks.
fn limits(
    client: &ClientAuth,
    instrument: &PaymentInstrument,
    address: Option<IpAddr>,
) -> Vec<Limit> {
    let account = &client.account;
    if account.environment == Environment::Sandbox && !account.settings.card_attempt_limits {
        return Vec::new();
    }
    let hour = card_attempt::hour(instrument.created_at);
    let hourly = |bucket| Limit { bucket, hour, max: CARD_ATTEMPTS_PER_HOUR };
    let card = URL_SAFE_NO_PAD.encode(instrument.fingerprint);
    let session = Limit {
        bucket: format!("session:{}", client.session.id),
        hour: card_attempt::hour(client.session.expires_at),
        max: CARD_ATTEMPTS_PER_SESSION,
    };
    let address = address.map(|address| hourly(format!("ip:{}:{}", account.id, network(address))));
    [session, hourly(format!("card:{}:{card}", account.id))].into_iter().chain(address).collect()
}

/// What one client can hold: an IPv4 address, or a whole IPv6 /64.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
    }
}

/// Counts the attempt everywhere. The commit that exceeds a limit is rolled back, so a
/// counter stands at its limit until its hour is over.
fn count(tx: &mut Tx<'_>, limits: &[Limit]) -> Result<()> {
    for limit in limits {
        if card_attempt::count(tx, &limit.bucket, limit.hour)? > limit.max {
            return Err(Refusal::TooManyCardAttempts.into());
        }
    }
    Ok(())
}
