//! Certificates that TLS trusts: those of the machine, or the bundled ones where it has none.

use super::request::{HttpError, HttpFault};
use reqwest::{Certificate, Client, ClientBuilder};

/// Builds a client. Slim images have no certificate store, and then even a client for plain http
/// does not build; the bundled roots of Mozilla step in.
pub(super) fn build(make: impl Fn() -> ClientBuilder) -> Result<Client, HttpError> {
    make().build().or_else(|_| make().tls_certs_only(bundled()).build()).map_err(|error| {
        HttpError::new(HttpFault::Invalid, format!("no HTTP client can be made here: {}", innermost(&error)))
    })
}

fn bundled() -> Vec<Certificate> {
    webpki_root_certs::TLS_SERVER_ROOT_CERTS
        .iter()
        .filter_map(|der| Certificate::from_der(der.as_ref()).ok())
        .collect()
}

/// The cause at the end of the chain, which says what went wrong and holds no address.
pub(super) fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::{build, bundled};

    #[test]
    fn a_client_builds_from_the_bundled_roots_alone() {
        assert!(bundled().len() > 50);
        build(|| reqwest::Client::builder().tls_certs_only(bundled())).expect("builds");
    }
}
