//! Whose a store is.

use crate::engine::codec::decode;
use crate::engine::store::{StoreError, StoreFile};
use crate::engine::versions::bot_of_store;
use crate::webex::{id_key, same_id};
use smol_str::SmolStr;

/// The bot, other than `me` (a `PEOPLE` id), whose store it is: the part of its id that names it.
///
/// # Errors
/// When the file fails.
pub fn other_owner(file: &StoreFile, me: &str) -> Result<Option<SmolStr>, StoreError> {
    let Some(stored) = file.state(&bot_of_store())? else { return Ok(None) };
    let owner: SmolStr = decode(&stored.value)?;
    Ok((!same_id(&owner, me)).then(|| id_key(&owner).into()))
}
