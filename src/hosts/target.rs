//! Where an address of the web points to: one spelling for hosts and origins.

use std::net::IpAddr;
use url::{Host, Url};

/// The host in the one spelling that allow-lists and DNS use: lower case, punycode, no trailing dot.
pub(super) fn host_key(host: &str) -> String {
    host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
}

/// Host of `url` as [`host_key`] spells it; addresses of IPv6 in brackets.
pub(super) fn url_host(url: &Url) -> Option<String> {
    url.host_str().map(host_key)
}

/// The address, when the host of `url` is one.
pub(super) fn url_ip(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(IpAddr::V4(address)),
        Host::Ipv6(address) => Some(IpAddr::V6(address)),
        Host::Domain(_) => None,
    }
}

/// Host, with the port where it is not the usual one: what errors may show of an address, since
/// paths and queries hold secrets too.
#[must_use]
pub fn shown(url: &Url) -> String {
    match (url_host(url), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host,
        (None, _) => "the address".to_owned(),
    }
}

/// Whether two addresses have scheme, host and port in common.
#[must_use]
pub fn same_origin(left: &Url, right: &Url) -> bool {
    left.scheme() == right.scheme()
        && url_host(left) == url_host(right)
        && left.port_or_known_default() == right.port_or_known_default()
}

#[cfg(test)]
mod tests {
    use super::{same_origin, shown};
    use url::Url;

    #[test]
    fn only_the_host_is_shown() {
        for (address, want) in [
            ("https://user:pw@API.Acme.com./T0/B0/secret?token=x#y", "api.acme.com"),
            ("http://localhost:8080/x", "localhost:8080"),
            ("https://[::1]:9/x", "[::1]:9"),
            ("data:text/plain,secret", "the address"),
        ] {
            assert_eq!(shown(&Url::parse(address).expect(address)), want);
        }
    }

    #[test]
    fn origins_compare_by_scheme_host_and_port() {
        for (left, right, want) in [
            ("https://a.com/x", "https://A.com:443/y", true),
            ("https://a.com./x", "https://a.com/y", true),
            ("https://a.com", "http://a.com", false),
            ("https://a.com", "https://a.com:444", false),
            ("https://a.com", "https://b.a.com", false),
        ] {
            let parse = |text: &str| Url::parse(text).expect("a test address");
            assert_eq!(same_origin(&parse(left), &parse(right)), want, "{left} {right}");
        }
    }
}
