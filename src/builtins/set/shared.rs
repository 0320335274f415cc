//! What several of these need.

use crate::value::{KeySet, Value};

/// What can be asked whether it is among the elements.
pub(in crate::builtins) fn keys(items: &[Value]) -> KeySet {
    let mut keys = KeySet::default();
    for item in items {
        keys.insert(item);
    }
    keys
}
