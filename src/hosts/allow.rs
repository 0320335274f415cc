//! The script's `net "api.github.com", "*.acme.com"`: the only hosts that its `http` may reach.

use super::address::is_public;
use super::target::{host_key, shown, url_host, url_ip};
use std::fmt;
use std::net::IpAddr;
use url::{Host, Url};

/// Hosts that a script lists.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AllowList {
    patterns: Vec<Pattern>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Pattern {
    host: HostPattern,
    /// Only this port; any when absent.
    port: Option<u16>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum HostPattern {
    /// Exactly this host.
    Literal(String),
    /// Any host below this one: `.acme.com`, with the leading dot.
    Below(String),
    /// Any host.
    Any,
}

/// A pattern of `net` that names no host.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadPattern {
    /// As the script wrote it.
    pub pattern: String,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for BadPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no host for `net`: {}", self.pattern, self.message)
    }
}

impl std::error::Error for BadPattern {}

/// Why a call is refused before anything is sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Denial {
    /// Neither http nor https.
    Scheme {
        /// The scheme that was found.
        scheme: String,
    },
    /// The host is not in the list.
    Unlisted {
        /// Host, and port where unusual.
        host: String,
    },
    /// The host stands for an address that is not public, and the list does not name the host itself.
    Private {
        /// Host, and port where unusual.
        host: String,
    },
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scheme { scheme } => write!(f, "only http and https can be called, not `{scheme}`"),
            Self::Unlisted { host } => {
                write!(f, "{host} is not in the bot's `net` list; add `net \"{host}\"` to allow it")
            }
            Self::Private { host } => write!(
                f,
                "{host} is an address inside a private network; add `net \"{host}\"` itself to allow it"
            ),
        }
    }
}

impl std::error::Error for Denial {}

impl AllowList {
    /// Reads the patterns of `net`: `host`, `*.host` (any host below it), `*` (any public host), each
    /// with an optional `:port`.
    ///
    /// # Errors
    /// The first pattern that names no host.
    pub fn new<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Result<Self, BadPattern> {
        let patterns = patterns
            .into_iter()
            .map(|text| Pattern::parse(text).map_err(|message| bad(text, message)))
            .collect::<Result<_, _>>()?;
        Ok(Self { patterns })
    }

    /// Whether `url` may be called, as far as its text tells. Names are checked again when they are
    /// resolved.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, url: &Url) -> Result<(), Denial> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Denial::Scheme { scheme: url.scheme().to_owned() });
        }
        let unlisted = || Denial::Unlisted { host: shown(url) };
        let host = url_host(url).ok_or_else(unlisted)?;
        let port = url.port_or_known_default();
        let fits = |pattern: &&Pattern| pattern.port.is_none() || pattern.port == port;
        let mut fitting = self.patterns.iter().filter(fits).filter(|pattern| pattern.host.matches(&host));
        let private = url_ip(url).is_some_and(|address| !is_public(address));
        match fitting.next() {
            None => Err(unlisted()),
            Some(_) if private && !self.names(&host) => Err(Denial::Private { host: shown(url) }),
            Some(_) => Ok(()),
        }
    }

    /// Whether a host that was resolved to `address` may be connected to: any public address, others
    /// only when the list names the host or the address itself.
    #[must_use]
    pub fn permits_address(&self, host: &str, address: IpAddr) -> bool {
        let literal = match address {
            IpAddr::V4(v4) => v4.to_string(),
            IpAddr::V6(v6) => format!("[{v6}]"),
        };
        is_public(address) || self.names(&host_key(host)) || self.names(&literal)
    }

    fn names(&self, host: &str) -> bool {
        self.patterns
            .iter()
            .any(|pattern| matches!(&pattern.host, HostPattern::Literal(name) if name == host))
    }
}

impl HostPattern {
    fn matches(&self, host: &str) -> bool {
        match self {
            Self::Literal(name) => name == host,
            Self::Below(suffix) => host.len() > suffix.len() && host.ends_with(suffix.as_str()),
            Self::Any => true,
        }
    }
}

fn bad(pattern: &str, message: &str) -> BadPattern {
    BadPattern { pattern: pattern.to_owned(), message: message.to_owned() }
}

impl Pattern {
    fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        if text.contains("://") {
            return Err("write the host alone, without `https://`");
        }
        if text.contains(['/', '?', '#', '@', '\\', ' ', '%']) {
            return Err("write the host alone, such as `api.acme.com`");
        }
        let (host, port) = split_port(text)?;
        let host = match host.strip_prefix("*.") {
            Some(rest) => HostPattern::Below(format!(".{}", parse_host(rest)?)),
            None if host == "*" => HostPattern::Any,
            None => HostPattern::Literal(parse_host(host)?),
        };
        Ok(Self { host, port })
    }
}

fn split_port(text: &str) -> Result<(&str, Option<u16>), &'static str> {
    let Some((host, port)) = text.rsplit_once(':') else { return Ok((text, None)) };
    if text.ends_with(']') {
        return Ok((text, None));
    }
    if host.contains(':') && !host.ends_with(']') {
        return Err("put an address of IPv6 in brackets, such as `[::1]`");
    }
    match port.parse::<u16>() {
        Ok(port) if port > 0 => Ok((host, Some(port))),
        _ => Err("the port after `:` is a number from 1 to 65535"),
    }
}

/// The spelling that `url` gives the host of an http address, so that both sides compare as text.
fn parse_host(text: &str) -> Result<String, &'static str> {
    if text.contains('*') {
        return Err("`*` stands alone or first, as in `*.acme.com`");
    }
    match Host::parse(text.strip_suffix('.').unwrap_or(text)) {
        Ok(Host::Domain(name)) if !name.is_empty() => Ok(host_key(&name)),
        Ok(Host::Ipv4(address)) => Ok(address.to_string()),
        Ok(Host::Ipv6(address)) => Ok(format!("[{address}]")),
        _ => Err("that is no name of a host"),
    }
}

#[cfg(test)]
mod tests {
    use super::{AllowList, Denial};
    use url::Url;

    fn check(patterns: &[&str], url: &str, want: &str) {
        let list = AllowList::new(patterns.iter().copied()).expect("patterns");
        let got = match list.check(&Url::parse(url).expect(url)) {
            Ok(()) => "ok",
            Err(Denial::Scheme { .. }) => "scheme",
            Err(Denial::Unlisted { .. }) => "unlisted",
            Err(Denial::Private { .. }) => "private",
        };
        assert_eq!(got, want, "{patterns:?} {url}");
    }

    #[test]
    fn hosts_are_matched_by_name() {
        let list = &["api.github.com", "*.acme.com"][..];
        for url in [
            "https://api.github.com/x",
            "http://API.GitHub.com.:8080/",
            "https://a.b.acme.com",
            "https://x.ACME.com.",
        ] {
            check(list, url, "ok");
        }
        for url in [
            "https://github.com",
            "https://acme.com",
            "https://evilacme.com",
            "https://api.github.com.evil.com",
            "https://api.github.com@evil.com",
            "https://evil.com/api.github.com",
            "https://evil.com#api.github.com",
        ] {
            check(list, url, "unlisted");
        }
        check(list, "ftp://api.github.com", "scheme");
        check(list, "gopher://a.test/", "scheme");
        check(&[], "https://acme.com", "unlisted");
        check(&["*"], "https://anything.example.net", "ok");
        check(&["Bücher.example"], "https://xn--bcher-kva.example/", "ok");
        check(&["xn--bcher-kva.example"], "https://bücher.example/", "ok");
    }

    #[test]
    fn ports_narrow_a_pattern() {
        check(&["acme.com:8443"], "https://acme.com:8443/", "ok");
        check(&["acme.com:8443"], "https://acme.com/", "unlisted");
        check(&["acme.com:443"], "https://acme.com/", "ok");
        check(&["acme.com:443"], "http://acme.com/", "unlisted");
        check(&["[2606:4700::1]:8080"], "http://[2606:4700::1]:8080/", "ok");
    }

    #[test]
    fn addresses_that_are_not_public_must_be_named() {
        for url in [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://[::1]/",
            "http://169.254.169.254/",
        ] {
            check(&["*"], url, "private");
        }
        check(&["127.0.0.1"], "http://127.0.0.1:99/", "ok");
        check(&["127.0.0.1"], "http://0x7f.1/", "ok");
        check(&["127.0.0.1"], "http://127.0.0.2/", "unlisted");
        check(&["127.0.0.1:80", "*"], "http://127.0.0.1:80/", "ok");
        check(&["[::1]"], "http://[0:0::1]/", "ok");
        check(&["localhost"], "http://localhost:1/", "ok");
        let list = AllowList::new(["jenkins.local", "*.acme.com", "10.0.0.7"]).expect("patterns");
        for (host, address, want) in [
            ("jenkins.local", "10.1.1.1", true),
            ("JENKINS.local.", "10.1.1.1", true),
            ("a.acme.com", "10.1.1.1", false),
            ("a.acme.com", "10.0.0.7", true),
            ("a.acme.com", "1.1.1.1", true),
            ("a.acme.com", "::ffff:10.1.1.1", false),
        ] {
            assert_eq!(list.permits_address(host, address.parse().expect(address)), want, "{host} {address}");
        }
    }

    #[test]
    fn what_names_no_host_is_refused() {
        for (pattern, part) in [
            ("https://a.com", "without `https://`"),
            ("a.com/x", "host alone"),
            ("a@b.com", "host alone"),
            ("a.*.com", "`*` stands"),
            ("*a.com", "`*` stands"),
            ("a.com:0", "from 1 to 65535"),
            ("a.com:http", "from 1 to 65535"),
            ("::1", "in brackets"),
            ("", "no name"),
            ("*.", "no name"),
            (".", "no name"),
        ] {
            let error = AllowList::new([pattern]).expect_err(pattern);
            assert!(error.to_string().contains(part), "{error}");
        }
    }
}
