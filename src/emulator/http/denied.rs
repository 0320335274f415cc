//! What exists and is not for bots: it is refused, so that a bot that tries learns why.

use crate::emulator::error::ApiError;
use crate::emulator::http::extract::Actor;

/// Making, changing and removing accounts, clusters of the hybrid data security.
pub(super) async fn for_admins(Actor(_): Actor) -> ApiError {
    ApiError::forbidden("Only an administrator of the organization may do this.")
}

/// `/events`.
pub(super) async fn for_compliance(Actor(_): Actor) -> ApiError {
    ApiError::forbidden("Only a compliance officer may read the events of an organization.")
}

/// `/room/linkedFolders`: needs an account at the storage provider, which a bot has not.
pub(super) async fn for_people(Actor(_): Actor) -> ApiError {
    ApiError::forbidden("A bot has no account at a storage provider.")
}

/// `/rooms/{id}/meetingInfo`, which was retired in January 2025.
pub(super) async fn retired(Actor(_): Actor) -> ApiError {
    ApiError::not_found("The requested resource could not be found.")
}
