//! A time within which routes answer, declared beside the routes.

use std::convert::Infallible;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures_util::future::BoxFuture;
use tower::{Layer, Service};

use crate::envelope::Envelope;

/// Answers 504 in place of a handler that takes longer.
#[derive(Debug, Clone, Copy)]
pub struct Within(pub Duration);

impl<S> Layer<S> for Within {
    type Service = WithinService<S>;
    fn layer(&self, inner: S) -> Self::Service {
        WithinService { inner, limit: self.0 }
    }
}

/// A service with its [`Within`].
#[derive(Debug, Clone)]
pub struct WithinService<S> {
    inner: S,
    limit: Duration,
}

impl<S> Service<Request> for WithinService<S>
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

    fn call(&mut self, request: Request) -> Self::Future {
        let answer = tokio::time::timeout(self.limit, self.inner.call(request));
        Box::pin(async move {
            answer.await.unwrap_or_else(|_elapsed| {
                Ok(Envelope::of_status(StatusCode::GATEWAY_TIMEOUT).into_response())
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[tokio::test]
    async fn a_handler_that_hangs_answers_504() {
        let hangs = axum::routing::get(std::future::pending::<()>);
        let answers = axum::routing::get(async || ());
        let router = axum::Router::new()
            .route("/hangs", hangs.layer(Within(Duration::from_millis(1))))
            .route("/answers", answers.layer(Within(Duration::from_secs(60))));
        for (path, status) in [("/hangs", 504), ("/answers", 200)] {
            let request = Request::builder().uri(path).body(Body::empty()).unwrap();
            let answer = router.clone().call(request).await.unwrap();
            assert_eq!(answer.status().as_u16(), status, "{path}");
        }
    }
}
