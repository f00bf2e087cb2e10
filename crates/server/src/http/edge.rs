//! What every request goes through: a request id, one Host, a limit on headers and time,
//! a stop for panics, the error envelope, one line in the access log, one metric.
//! One layer by hand rather than a stack of general ones: it runs on every request.

use std::convert::Infallible;
use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::{MatchedPath, Request};
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, FORWARDED, HOST};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use ipnet::IpNet;
use tower::{Layer, Service};

use tender_domain::time::Timestamp;

use crate::env::Env;
use crate::envelope::Envelope;
use crate::http::client_ip::{ClientIp, Peer, client_ip};
use crate::telemetry::Stopwatch;

/// How long a handler may take, unless it sets itself less: what the merchant API
/// promises for version 2.4 (spec/merchant-api.md §1), plus the time to say so.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(95);

/// Largest head in bytes: names and values of all headers, and the URI.
const HEADERS_SIZE_MAX: usize = 16 * 1024;

/// Most headers: a browser behind two proxies sends about thirty.
const HEADERS_MAX: usize = 80;

/// Longest request id that is taken over from the caller.
const REQUEST_ID_LENGTH_MAX: usize = 64;

/// How rarely the log says that forwarded requests come from a proxy that is not trusted.
const FORWARDED_WARNING_PAUSE: Duration = Duration::from_secs(6 * 60 * 60);

static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The request's id, in each request's extensions: visible ASCII.
#[derive(Debug, Clone)]
pub struct RequestId(HeaderValue);

impl RequestId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }
}

/// Puts [`Edge`] around a router.
#[derive(Clone)]
pub struct EdgeLayer {
    env: Env,
    trusted_proxies: Arc<[IpNet]>,
    browser_api: Option<BrowserApi>,
    /// When the log last said that a proxy is not trusted, in µs since 1970.
    warned_at: Arc<AtomicI64>,
}

/// An API that pages of any origin call. What is said here holds also for answers that
/// never reached its routes: a browser would not show them to the page otherwise.
#[derive(Clone, Copy)]
pub struct BrowserApi {
    /// What its paths begin with.
    pub prefix: &'static str,
    /// Gives an error the form that its clients expect.
    pub error: fn(Envelope) -> Envelope,
}

impl EdgeLayer {
    /// Request ids come from `env`; client addresses in the log from `trusted_proxies`.
    #[must_use]
    pub fn new(env: Env, trusted_proxies: Arc<[IpNet]>) -> Self {
        Self {
            env,
            trusted_proxies,
            browser_api: None,
            warned_at: Arc::new(AtomicI64::new(i64::MIN)),
        }
    }

    /// The same with an API that is open to pages of any origin.
    #[must_use]
    pub fn with_browser_api(self, api: BrowserApi) -> Self {
        Self { browser_api: Some(api), ..self }
    }

    /// The client's address. Without its proxy among the trusted ones every shopper has
    /// the proxy's, and they share one limit: worth a word to the operator.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let client = client_ip(peer, headers, &self.trusted_proxies);
        let forwarded = headers.contains_key("x-forwarded-for") || headers.contains_key(FORWARDED);
        let peer = peer.to_canonical();
        if forwarded && !self.trusted_proxies.iter().any(|network| network.contains(&peer)) {
            self.warn_of_forwarded(peer);
        }
        client
    }

    fn warn_of_forwarded(&self, peer: IpAddr) {
        metrics::counter!("tender_http_untrusted_forwarded_total").increment(1);
        let (now, last) = (self.env.now(), self.warned_at.load(Ordering::Relaxed));
        let again = Timestamp::from_micros(last).after(FORWARDED_WARNING_PAUSE);
        let due = last == i64::MIN || again <= now;
        let claim = || {
            let order = Ordering::Relaxed;
            self.warned_at.compare_exchange(last, now.as_micros(), order, order).is_ok()
        };
        if due && claim() {
            tracing::warn!(
                peer.ip = %peer,
                "a request says that it was forwarded, but its peer is not among \
                 trusted_proxies: if it is your proxy, list it there, or all shoppers share \
                 the limits of its address"
            );
        }
    }
}

impl<S> Layer<S> for EdgeLayer {
    type Service = Edge<S>;
    fn layer(&self, inner: S) -> Edge<S> {
        Edge { inner, shared: self.clone() }
    }
}

/// The service around every handler.
#[derive(Clone)]
pub struct Edge<S> {
    inner: S,
    shared: EdgeLayer,
}

impl<S> Service<Request> for Edge<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        let facts = RequestFacts::of(&request, &self.shared);
        request.extensions_mut().insert(facts.id.clone());
        request.extensions_mut().insert(ClientIp(facts.client));
        let refusal = if head_is_too_large(&request) {
            Some(Envelope::of_status(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE))
        } else if !names_its_host(&request) {
            let text = "The request must have one Host header.";
            Some(Envelope::new(StatusCode::BAD_REQUEST, "BadRequest", text))
        } else {
            None
        };
        if let Some(refusal) = refusal {
            return Box::pin(async move { Ok(facts.finish(refusal.into_response())) });
        }
        let answer = self.inner.call(request);
        Box::pin(async move { Ok(facts.finish(guarded(REQUEST_TIMEOUT, answer).await)) })
    }
}

/// The handler's answer, or one in its place when it takes too long or panics.
async fn guarded(
    limit: Duration,
    answer: impl Future<Output = Result<Response, Infallible>>,
) -> Response {
    let limited = AssertUnwindSafe(tokio::time::timeout(limit, answer));
    match limited.catch_unwind().await {
        Ok(Ok(Ok(response))) => response,
        Ok(Err(_elapsed)) => Envelope::of_status(StatusCode::GATEWAY_TIMEOUT).into_response(),
        // The panic hook has logged where. The message stays out: it may quote a value.
        Err(_message) => Envelope::internal("the handler panicked").into_response(),
    }
}

/// What is known of a request before its handler runs.
struct RequestFacts {
    id: RequestId,
    method: &'static str,
    route: Option<MatchedPath>,
    client: Option<IpAddr>,
    stopwatch: Stopwatch,
    /// The API that it is for, if pages of any origin may read that.
    browser_api: Option<BrowserApi>,
}

impl RequestFacts {
    fn of(request: &Request, shared: &EdgeLayer) -> Self {
        let peer = request.extensions().get::<Peer>();
        Self {
            id: request_id(request.headers(), &shared.env),
            method: method_label(request.method()),
            route: request.extensions().get::<MatchedPath>().cloned(),
            client: peer.map(|peer| shared.client(peer.0.ip(), request.headers())),
            stopwatch: Stopwatch::start(),
            browser_api: shared
                .browser_api
                .filter(|api| request.uri().path().starts_with(api.prefix)),
        }
    }

    /// Completes the answer and records it.
    fn finish(self, mut response: Response) -> Response {
        let status = response.status();
        let envelope = response.extensions_mut().remove::<Envelope>().or_else(|| {
            // An error that a library answered with its own text, or with none.
            (status.is_client_error() || status.is_server_error())
                .then(|| Envelope::of_status(status))
        });
        let envelope = match self.browser_api {
            Some(api) => envelope.map(api.error),
            None => envelope,
        };
        if let Some(envelope) = &envelope {
            envelope.write(&mut response, self.id.as_str());
        }
        if self.browser_api.is_some() {
            let any = HeaderValue::from_static("*");
            response.headers_mut().entry(ACCESS_CONTROL_ALLOW_ORIGIN).or_insert(any);
        }
        self.record(status, envelope.as_ref());
        response.headers_mut().insert(REQUEST_ID.clone(), self.id.0);
        response
    }

    /// Logs the route's template only: a path can hold a token, and so can a query.
    fn record(&self, status: StatusCode, envelope: Option<&Envelope>) {
        let elapsed = self.stopwatch.elapsed();
        let route = self.route.as_ref().map_or("unmatched", MatchedPath::as_str);
        let id = self.id.as_str();
        if let Some(cause) = envelope.and_then(Envelope::cause) {
            tracing::error!({ request.id = id, http.route = route, cause }, "request failed");
        }
        tracing::info!(
            target: "tender::access",
            {
                request.id = id,
                http.method = self.method,
                http.route = route,
                http.status = status.as_u16(),
                duration_us = elapsed.as_micros(),
                client.ip = self.client.map(tracing::field::display),
                error.id = envelope.map(Envelope::error_id),
            },
            "answered"
        );
        metrics::histogram!(
            "tender_http_request_duration_seconds",
            "method" => self.method,
            "route" => route.to_owned(),
            "status" => status.as_str().to_owned(),
        )
        .record(elapsed);
    }
}

/// The caller's `X-Request-ID` if it is sane, else a new one.
fn request_id(headers: &HeaderMap, env: &Env) -> RequestId {
    let sane = |id: &&HeaderValue| {
        (1..=REQUEST_ID_LENGTH_MAX).contains(&id.len())
            && id.as_bytes().iter().all(u8::is_ascii_graphic)
    };
    let fresh = || {
        let mut text = uuid::Uuid::encode_buffer();
        HeaderValue::from_str(env.uuid().hyphenated().encode_lower(&mut text))
            .unwrap_or(HeaderValue::from_static("none"))
    };
    RequestId(headers.get(&REQUEST_ID).filter(sane).cloned().unwrap_or_else(fresh))
}

/// One `Host` that is an authority or empty; HTTP/1.0 may leave it out (RFC 9112 §3.2).
fn names_its_host(request: &Request) -> bool {
    let mut hosts = request.headers().get_all(HOST).iter();
    let is_host = |host: &HeaderValue| {
        host.is_empty()
            || Authority::try_from(host.as_bytes()).is_ok_and(|a| !a.as_str().contains('@'))
    };
    match (hosts.next(), hosts.next()) {
        (None, _) => request.version() < Version::HTTP_11,
        (Some(host), None) => is_host(host),
        (Some(_), Some(_)) => false,
    }
}

fn head_is_too_large(request: &Request) -> bool {
    let headers = request.headers();
    let size = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len();
    let uri = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    headers.len() > HEADERS_MAX || uri + headers.iter().map(size).sum::<usize>() > HEADERS_SIZE_MAX
}

/// The methods that exist; an invented one must not invent a metric.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PATCH => "PATCH",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_id_is_taken_over_only_when_it_is_sane() {
        let env = Env::system();
        let of = |id: &[u8]| {
            let mut headers = HeaderMap::new();
            headers.insert(&REQUEST_ID, HeaderValue::from_bytes(id).unwrap());
            request_id(&headers, &env).as_str().to_owned()
        };
        assert_eq!(of(b"abc-1"), "abc-1");
        for foreign in [&b""[..], b"two words", b"\xc3\xa9", &[b'x'; 65]] {
            assert_eq!(of(foreign).len(), 36, "{foreign:?}");
        }
        assert_ne!(
            request_id(&HeaderMap::new(), &env).as_str(),
            request_id(&HeaderMap::new(), &env).as_str()
        );
    }

    /// Answers of a router behind the edge, as status, header and body.
    async fn answer(path: &str) -> (u16, String, serde_json::Value) {
        async fn panics() -> &'static str {
            panic!("4111111111111111")
        }
        let own_text = || async { (StatusCode::BAD_REQUEST, "library text") };
        let internal = || async { Envelope::internal("secret cause") };
        let router = axum::Router::new()
            .route("/panics", axum::routing::get(panics))
            .route("/own-text", axum::routing::get(own_text))
            .route("/internal", axum::routing::get(internal));
        let mut service = router.layer(EdgeLayer::new(Env::system(), Arc::default()));
        let request =
            Request::builder().uri(path).header(HOST, "a").body(axum::body::Body::empty());
        let request = request.unwrap();
        let response = Service::call(&mut service, request).await.unwrap();
        let status = response.status().as_u16();
        let id = response.headers()[&REQUEST_ID].to_str().unwrap().to_owned();
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        (status, id, serde_json::from_slice(&body).unwrap())
    }

    #[tokio::test]
    async fn a_panic_answers_500_and_says_nothing() {
        for path in ["/panics", "/internal"] {
            let (status, id, body) = answer(path).await;
            let error = &body["error"];
            assert_eq!((status, &error["errorId"]), (500, &"InternalError".into()));
            assert_eq!(error["diagnosticsId"], *id);
            assert!(!body.to_string().contains("4111") && !body.to_string().contains("secret"));
        }
    }

    #[tokio::test]
    async fn an_error_in_the_words_of_a_library_becomes_an_envelope() {
        let (status, _, body) = answer("/own-text").await;
        assert_eq!((status, &body["error"]["errorId"]), (400, &"BadRequest".into()));
    }

    #[tokio::test]
    async fn a_handler_that_hangs_answers_504() {
        let response = guarded(Duration::from_millis(1), std::future::pending()).await;
        assert_eq!(response.status(), StatusCode::GATEWAY_TIMEOUT);
    }
}
