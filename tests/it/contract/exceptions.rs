//! Where the file of Webex is wrong or says too little, each with its source. Nothing else may differ.

use serde_json::{Value, json};

/// A change of the document: the object at `at` gets these fields.
pub struct Exception {
    /// JSON pointer.
    pub at: &'static str,
    pub fields: Value,
    /// How it is known.
    #[allow(dead_code, reason = "for who reads the list")]
    pub source: &'static str,
}

fn exception(at: &'static str, fields: Value, source: &'static str) -> Exception {
    Exception { at, fields, source }
}

/// All of them.
pub fn exceptions() -> Vec<Exception> {
    [of_messages(), of_cards(), of_others()].into_iter().flatten().collect()
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn texts() -> Value {
    json!({ "type": "array", "items": { "type": "string" } })
}

fn free() -> Value {
    json!({ "type": "object", "additionalProperties": true })
}

fn of_messages() -> Vec<Exception> {
    vec![
        exception(
            "/components/schemas/Attachment",
            json!({
                "required": ["contentType", "content"],
                "properties": {
                    "contentType": { "type": "string", "enum": ["application/vnd.microsoft.card.adaptive"] },
                    "content": { "$ref": "#/components/schemas/AdaptiveCard" },
                },
            }),
            "the file has a schema for cards and names one for files of other services; the guide `Buttons and Cards` \
             of developer.webex.com has this form, and so have all SDKs",
        ),
        exception(
            "/components/schemas/AdaptiveCard",
            json!({ "properties": { "type": { "type": "string", "enum": ["AdaptiveCard"] }, "version": text() },
                    "additionalProperties": true }),
            "the file shows one text block and one button of a card; what cards have is in the schema of \
             adaptivecards.io, which `wbot` checks elsewhere",
        ),
        exception(
            "/components/schemas/Message/properties",
            json!({ "html": text(), "parentId": text(), "updated": text(), "isVoiceClip": { "type": "boolean" } }),
            "the same message has them in `ListMessage`; webexpythonsdk reads them from both",
        ),
        exception(
            "/components/schemas/DirectMessage/properties",
            json!({
                "html": text(), "parentId": text(), "updated": text(), "mentionedPeople": texts(),
                "mentionedGroups": texts(),
                "attachments": { "type": "array", "items": { "$ref": "#/components/schemas/Attachment" } },
            }),
            "a direct message is a message: `GET /messages/{messageId}` has them for the same one",
        ),
    ]
}

fn of_cards() -> Vec<Exception> {
    vec![
        exception(
            "/components/schemas/AttachmentActivity/properties",
            json!({ "inputs": free() }),
            "the file lists the inputs of its example",
        ),
        exception(
            "/components/schemas/SubmitCardAction/properties",
            json!({ "inputs": free() }),
            "the file lists the inputs of its example",
        ),
        exception(
            "/paths/~1attachment~1actions/post/responses",
            json!({ "200": { "content": { "application/json": {
                "schema": { "$ref": "#/components/schemas/AttachmentActivity" } } } } }),
            "the file has 202; webexpythonsdk takes anything but 200 for a failure",
        ),
    ]
}

fn of_others() -> Vec<Exception> {
    vec![
        exception(
            "/components/schemas/Webhook/properties",
            json!({ "orgId": text(), "createdBy": text(), "appId": text() }),
            "examples of the guide `Webhooks` of developer.webex.com",
        ),
        exception(
            "/components/schemas/Webhook/properties/resource",
            json!({ "enum": ["attachmentActions", "memberships", "messages", "rooms", "all"] }),
            "the guide `Webhooks` has the firehose `all`; the rest of the file's list is not for bots",
        ),
        exception(
            "/components/schemas/Webhook/properties/event",
            json!({ "enum": ["created", "updated", "deleted", "migrated", "all"] }),
            "the guide `Webhooks` has the firehose `all`; the rest of the file's list is not for bots",
        ),
        exception(
            "/paths/~1webhooks/post/requestBody/content/application~1json/schema/properties",
            json!({ "resource": text(), "event": text() }),
            "as above",
        ),
        exception(
            "/paths/~1memberships~1{membershipId}/put/requestBody/content/application~1json/schema",
            json!({ "required": ["isModerator"] }),
            "the file requires `isRoomHidden` as well, which only direct rooms have",
        ),
    ]
}

/// The fields that are always there: the file requires none. From the descriptions of the resources on
/// developer.webex.com, where they are not optional.
pub const ALWAYS: [(&str, &[&str]); 17] = [
    ("Person", &["id", "emails", "displayName", "nickName", "orgId", "created", "type"]),
    (
        "Room",
        &[
            "id",
            "title",
            "type",
            "isLocked",
            "lastActivity",
            "creatorId",
            "created",
            "ownerId",
            "isAnnouncementOnly",
            "isReadOnly",
            "isPublic",
        ],
    ),
    (
        "Membership",
        &[
            "id",
            "roomId",
            "personId",
            "personEmail",
            "personDisplayName",
            "personOrgId",
            "isModerator",
            "isMonitor",
            "roomType",
            "created",
        ],
    ),
    ("Message", &["id", "roomId", "roomType", "personId", "personEmail", "created"]),
    ("ListMessage", &["id", "roomId", "roomType", "personId", "personEmail", "created"]),
    ("DirectMessage", &["id", "roomId", "roomType", "personId", "personEmail", "created"]),
    (
        "Webhook",
        &[
            "id",
            "name",
            "targetUrl",
            "resource",
            "event",
            "status",
            "created",
            "orgId",
            "createdBy",
            "ownedBy",
        ],
    ),
    ("AttachmentActivity", &["id", "personId", "roomId", "type", "messageId", "inputs", "created"]),
    ("Team", &["id", "name", "created"]),
    (
        "TeamMembership",
        &[
            "id",
            "teamId",
            "personId",
            "personEmail",
            "personDisplayName",
            "personOrgId",
            "isModerator",
            "created",
        ],
    ),
    ("RoomTab", &["id", "roomId", "roomType", "displayName", "contentUrl", "creatorId", "created"]),
    ("PersonCollectionResponse", &["items"]),
    ("RoomCollectionResponse", &["items"]),
    ("MembershipCollectionResponse", &["items"]),
    ("ListMessageCollectionResponse", &["items"]),
    ("WebhookCollectionResponse", &["items"]),
    ("TeamCollectionResponse", &["items"]),
];

/// Fields of every resource that have a form: times in UTC with milliseconds, ids in Base64 without padding. From
/// the examples of the file.
pub const FORMS: [(&str, &[&str]); 2] = [
    (
        r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$",
        &["created", "updated", "lastActivity", "lastModified", "madePublic"],
    ),
    (
        r"^Y2lzY29zcGFyazov[A-Za-z0-9_-]+$",
        &[
            "id",
            "roomId",
            "personId",
            "parentId",
            "messageId",
            "teamId",
            "orgId",
            "personOrgId",
            "creatorId",
            "ownerId",
            "createdBy",
            "appId",
            "toPersonId",
        ],
    ),
];
