//! One page of a list; the address of the next one is in the `Link` header.

use serde::{Deserialize, Serialize};

/// `{"items": [...]}`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
pub struct Page<T> {
    /// The entries of this page; may be empty although another page follows.
    #[serde(default = "Vec::new")]
    pub items: Vec<T>,
}
