//! The script's `http`, behind a trait so that a test can answer instead of the network.

use crate::hosts::AllowList;
use crate::net::{FetchAnswer, FetchError, FetchRequest, Fetcher, Pause, Transport};
use smol_str::SmolStr;
use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

/// A call under way.
pub type Fetching<'a> = Pin<Box<dyn Future<Output = Result<FetchAnswer, FetchError>> + Send + 'a>>;

/// Makes the calls of scripts.
pub trait Fetch: Send + Sync {
    /// Makes one call of a program that may reach `hosts` and no others.
    fn fetch<'a>(&'a self, hosts: &'a [SmolStr], request: FetchRequest) -> Fetching<'a>;
}

/// Calls over the network. Each list of hosts has a client of its own.
pub struct NetFetch {
    pause: Arc<dyn Pause>,
    /// What carries the calls, where it is not the network.
    transport: Option<Arc<dyn Transport>>,
    clients: Mutex<HashMap<Vec<SmolStr>, Fetcher>>,
}

/// Clients that are kept: a reload seldom changes the list of hosts.
const CLIENTS_MAX: usize = 8;

impl NetFetch {
    /// Makes clients as they are needed.
    #[must_use]
    pub fn new(pause: Arc<dyn Pause>) -> Self {
        Self { pause, transport: None, clients: Mutex::default() }
    }

    /// Lets something else carry the calls; lists of hosts and retries are as over the network.
    #[must_use]
    pub fn over(transport: Arc<dyn Transport>, pause: Arc<dyn Pause>) -> Self {
        Self { pause, transport: Some(transport), clients: Mutex::default() }
    }

    fn client(&self, hosts: &[SmolStr]) -> Result<Fetcher, FetchError> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(hosts) {
            return Ok(client.clone());
        }
        let failed = |message: String| FetchError { message, status: None, body: None };
        let allow =
            AllowList::new(hosts.iter().map(SmolStr::as_str)).map_err(|error| failed(error.to_string()))?;
        let pause = Arc::clone(&self.pause);
        let client = match &self.transport {
            Some(transport) => Fetcher::over(allow, Arc::clone(transport), pause),
            None => Fetcher::new(allow, pause)?,
        };
        if clients.len() >= CLIENTS_MAX {
            clients.clear();
        }
        clients.insert(hosts.to_vec(), client.clone());
        Ok(client)
    }
}

impl fmt::Debug for NetFetch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("NetFetch")
    }
}

impl Fetch for NetFetch {
    fn fetch<'a>(&'a self, hosts: &'a [SmolStr], request: FetchRequest) -> Fetching<'a> {
        Box::pin(async move { self.client(hosts)?.fetch(&request).await })
    }
}
