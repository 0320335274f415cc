//! Whose a store is.

use crate::engine::store::{StoreError, StoreFile};
use crate::engine::versions::{bot_of_store, other_bot};
use smol_str::SmolStr;

/// The bot, other than `me` (a `PEOPLE` id), whose store it is: the part of its id that names it.
///
/// # Errors
/// When the file fails.
pub fn other_owner(file: &StoreFile, me: &str) -> Result<Option<SmolStr>, StoreError> {
    file.state(&bot_of_store())?.map_or(Ok(None), |stored| other_bot(&stored, me))
}
