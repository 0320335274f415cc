//! DNS under an allow-list: the addresses that are checked are those that are connected to, so a
//! name whose address changes in between gains nothing.

use crate::hosts::{AllowList, Denial};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

/// A look-up under way.
pub type Looking = Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>>;

/// Where names are looked up.
pub trait Lookup: Send + Sync + std::fmt::Debug {
    /// Addresses of `host`; the port is of no matter.
    fn lookup(&self, host: String) -> Looking;
}

/// The resolver of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemLookup;

impl Lookup for SystemLookup {
    fn lookup(&self, host: String) -> Looking {
        Box::pin(async move { Ok(tokio::net::lookup_host((host.as_str(), 0)).await?.collect()) })
    }
}

/// Resolves names, and drops the addresses that the list does not permit.
#[derive(Debug)]
pub(super) struct GuardedResolver {
    pub(super) allow: AllowList,
    pub(super) lookup: Arc<dyn Lookup>,
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (allow, host) = (self.allow.clone(), name.as_str().to_owned());
        let looking = self.lookup.lookup(host.clone());
        Box::pin(async move {
            let found = looking.await?;
            let count = found.len();
            let permitted: Vec<SocketAddr> =
                found.into_iter().filter(|address| allow.permits_address(&host, address.ip())).collect();
            if permitted.is_empty() && count > 0 {
                return Err(Box::new(Denial::Private { host }) as Box<dyn std::error::Error + Send + Sync>);
            }
            Ok(Box::new(permitted.into_iter()) as Addrs)
        })
    }
}
