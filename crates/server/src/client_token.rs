//! Client tokens: the JWT that a checkout starts from (spec/client-protocol.md §1).
//!
//! No client verifies the signature; the server does, when a merchant sends a token
//! back. What opens the client API is the opaque `accessToken` inside, one per token,
//! of which only the SHA-256 is stored.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use tender_domain::account::Environment;
use tender_domain::client_session::ClientSession;
use tender_domain::error::Error;
use tender_domain::id::{PaymentId, SigningKeyId};
use tender_domain::time::Timestamp;
use tender_store::client_token::ClientToken;

use crate::app::App;
use crate::env::Env;
use crate::seal::KeyRing;

/// What a token is for (spec/client-protocol.md §1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// Opens a checkout.
    Checkout,
    /// Leads the shopper to a page and back while a payment is decided.
    ProcessorThreeDs,
}

impl Intent {
    /// The claim's value, also the stored one.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Checkout => "CHECKOUT",
            Self::ProcessorThreeDs => "PROCESSOR_3DS",
        }
    }
}

/// Where the checkout finds the server, derived from the public URL once.
#[derive(Debug, Clone)]
pub struct Endpoints {
    /// Base of the client API; also `coreUrl`, `pciUrl` and `binDataUrl`.
    pub client: String,
    /// Base of the static tables.
    pub assets: String,
    /// Base of the frames that take card data.
    pub hosted: String,
    configuration: String,
    analytics: String,
}

impl Endpoints {
    /// The addresses under a public URL without trailing slash.
    #[must_use]
    pub fn new(public_url: &str) -> Self {
        let public_url = public_url.trim_end_matches('/');
        let client = format!("{public_url}/client");
        Self {
            hosted: format!("{public_url}/hosted/v1"),
            configuration: format!("{client}/client-sdk/configuration"),
            assets: format!("{client}/assets"),
            analytics: format!("{client}/analytics"),
            client,
        }
    }
}

/// The claims, in the order in which they are written. Android looks for the text
/// `"accessToken":`, so the form must stay compact.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Claims<'a> {
    exp: i64,
    access_token: &'a str,
    analytics_url: &'a str,
    analytics_url_v2: &'a str,
    intent: &'static str,
    configuration_url: &'a str,
    core_url: &'a str,
    pci_url: &'a str,
    env: Environment,
    payment_flow: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_url: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct VerifiedClaims {
    access_token: String,
}

/// A secret that opens one session of the client API: 32 random bytes, base64url.
pub struct AccessToken(Zeroizing<String>);

impl AccessToken {
    /// A fresh one.
    #[must_use]
    pub fn generate(env: &Env) -> Self {
        Self(Zeroizing::new(URL_SAFE_NO_PAD.encode(env.random_bytes::<32>())))
    }

    /// The one of a payment's required action: the same each time, so that asking again
    /// makes nothing new.
    #[must_use]
    pub fn of_action(ring: &KeyRing, id: PaymentId) -> Self {
        Self(Zeroizing::new(ring.tag(ACTION, &id.to_string())))
    }

    /// The form that is stored.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        hash_access_token(&self.0)
    }
}

/// The stored form of an access token that a client sent.
#[must_use]
pub fn hash_access_token(text: &str) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, text.as_bytes()).as_ref());
    hash
}

/// What a token is issued for.
pub struct Issue<'a> {
    /// The session that it opens.
    pub session: &'a ClientSession,
    /// The account's environment.
    pub environment: Environment,
    /// What it is for.
    pub intent: Intent,
    /// The payment that it lets the shopper finish.
    pub payment_id: Option<PaymentId>,
    /// Where to poll and where to send the shopper, for [`Intent::ProcessorThreeDs`].
    pub action: Option<ActionUrls>,
}

/// Label of the tags that are access tokens of required actions.
const ACTION: &str = "action";

/// How long a required action's token lives at least. What was begun may be finished
/// after the session has ended, and clients refuse a token whose `exp` is past.
pub const ACTION_LIFETIME_MIN: Duration = Duration::from_secs(60 * 60);

impl Issue<'_> {
    fn expires_at(&self, now: Timestamp) -> Timestamp {
        match self.intent {
            Intent::Checkout => self.session.expires_at,
            Intent::ProcessorThreeDs => self.session.expires_at.max(now.after(ACTION_LIFETIME_MIN)),
        }
    }
}

/// Makes a token, and the row that must be stored before the token is handed out.
///
/// # Errors
/// When there is no key, or the claims cannot be written.
pub fn issue(app: &App, wanted: &Issue<'_>) -> anyhow::Result<(String, ClientToken)> {
    let access_token = AccessToken::generate(&app.env);
    let row = row(app, wanted, &access_token);
    Ok((sign(app, wanted, &access_token, row.expires_at)?, row))
}

/// The row of an access token that is issued now.
#[must_use]
pub fn row(app: &App, wanted: &Issue<'_>, access_token: &AccessToken) -> ClientToken {
    let now = app.env.now();
    ClientToken {
        id: app.env.id(),
        hash: access_token.hash(),
        client_session_id: wanted.session.id,
        intent: wanted.intent.as_str().to_owned(),
        payment_id: wanted.payment_id,
        created_at: now,
        expires_at: wanted.expires_at(now),
    }
}

/// Writes a token around an access token.
///
/// # Errors
/// When there is no key, or the claims cannot be written.
pub fn sign(
    app: &App,
    wanted: &Issue<'_>,
    access_token: &AccessToken,
    expires_at: Timestamp,
) -> anyhow::Result<String> {
    app.signing_keys.sign((access_token, expires_at), wanted, &app.endpoints)
}

/// The addresses of a required action.
pub struct ActionUrls {
    /// Polled until the action is done.
    pub status: String,
    /// Shown to the shopper meanwhile.
    pub redirect: String,
}

/// The keys that sign tokens. The newest signs; older ones still verify, so a
/// rotation leaves living tokens alone.
pub struct SigningKeys {
    keys: RwLock<Arc<Vec<SigningKey>>>,
    /// Made once: it is needed for every token that comes back.
    validation: Validation,
}

/// One key, oldest first in the list.
pub struct SigningKey {
    /// Its `kid`.
    pub id: SigningKeyId,
    kid: String,
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl SigningKey {
    /// A key from its secret bytes.
    #[must_use]
    pub fn new(id: SigningKeyId, secret: &[u8]) -> Self {
        Self {
            id,
            kid: id.to_string(),
            encoding: EncodingKey::from_secret(secret),
            decoding: DecodingKey::from_secret(secret),
        }
    }
}

impl SigningKeys {
    /// All keys, oldest first.
    #[must_use]
    pub fn new(keys: Vec<SigningKey>) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.validate_exp = false;
        validation.required_spec_claims.clear();
        Self { keys: RwLock::new(Arc::new(keys)), validation }
    }

    /// Takes over the keys as they are stored now.
    pub fn replace(&self, keys: Vec<SigningKey>) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
    }

    /// Signs a token.
    ///
    /// # Errors
    /// When there is no key, or the claims cannot be written.
    fn sign(
        &self,
        (access_token, expires_at): (&AccessToken, Timestamp),
        wanted: &Issue<'_>,
        endpoints: &Endpoints,
    ) -> anyhow::Result<String> {
        let keys = self.current();
        let key = keys.last().ok_or_else(|| anyhow::anyhow!("there is no signing key"))?;
        let mut header = Header::new(Algorithm::HS256);
        header.kid = Some(key.kid.clone());
        let claims = Claims {
            exp: expires_at.as_seconds(),
            access_token: &access_token.0,
            analytics_url: &endpoints.analytics,
            analytics_url_v2: &endpoints.analytics,
            intent: wanted.intent.as_str(),
            configuration_url: &endpoints.configuration,
            core_url: &endpoints.client,
            pci_url: &endpoints.client,
            env: wanted.environment,
            payment_flow: "DEFAULT",
            status_url: wanted.action.as_ref().map(|urls| urls.status.as_str()),
            redirect_url: wanted.action.as_ref().map(|urls| urls.redirect.as_str()),
        };
        Ok(jsonwebtoken::encode(&header, &claims, &key.encoding)?)
    }

    /// The hash of the access token inside a token that this server signed. Whether
    /// it has expired is the database's to say, by the server's clock.
    ///
    /// # Errors
    /// [`Error::ClientTokenInvalid`] for anything else.
    pub(crate) fn verify(&self, token: &str) -> Result<[u8; 32], Error> {
        let invalid = |_| Error::ClientTokenInvalid;
        let kid = jsonwebtoken::decode_header(token).map_err(invalid)?.kid;
        let keys = self.current();
        let key = kid
            .and_then(|kid| keys.iter().find(|key| key.kid == kid))
            .ok_or(Error::ClientTokenInvalid)?;
        let verified =
            jsonwebtoken::decode::<VerifiedClaims>(token, &key.decoding, &self.validation);
        Ok(hash_access_token(&verified.map_err(invalid)?.claims.access_token))
    }

    /// Whether the token names a key that is not at hand: another node may have made it.
    pub(crate) fn lacks_key_of(&self, token: &str) -> bool {
        let kid = jsonwebtoken::decode_header(token).ok().and_then(|header| header.kid);
        kid.is_some_and(|kid| !self.current().iter().any(|key| key.kid == kid))
    }

    fn current(&self) -> Arc<Vec<SigningKey>> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
