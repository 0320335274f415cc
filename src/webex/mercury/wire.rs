//! The shapes of the catalogue, of devices and of activities. Every field may be missing.

use crate::webex::CLUSTER_US;
use crate::webex::wire::{WireTime, lenient_time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use url::Url;

/// Where the catalogue is when nothing else is said.
pub const U2C_URL: &str = "https://u2c.wbx2.com/u2c/api/v1";

/// Clusters whose REST ids say `us`.
const US_CLUSTERS: [&str; 2] = ["urn:TEAM:us-east-2_a", "urn:TEAM:us-east-1_int13"];

/// `GET /catalog?format=hostmap`: where the account's services are.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Catalog {
    /// Address by service: `wdm`, `conversation`, ...
    pub service_links: BTreeMap<String, String>,
    /// What each host belongs to.
    pub host_catalog: BTreeMap<String, Vec<CatalogHost>>,
}

/// One entry of a host.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CatalogHost {
    /// `urn:TEAM:us-east-2_a:wdm`
    pub id: String,
}

impl Catalog {
    /// The address of a service, without a slash at its end.
    #[must_use]
    pub fn service(&self, name: &str) -> Option<Url> {
        Url::parse(self.service_links.get(name)?.trim_end_matches('/')).ok()
    }

    /// Whether the host is one of Webex, by this catalogue.
    #[must_use]
    pub fn knows(&self, host: &str) -> bool {
        let linked = |link: &String| Url::parse(link).ok().is_some_and(|url| url.host_str() == Some(host));
        self.host_catalog.contains_key(host) || self.service_links.values().any(linked)
    }

    /// The cluster that REST ids of things on this host carry: the first three parts of the host's id, or
    /// its alias.
    #[must_use]
    pub fn cluster_of(&self, host: &str) -> Option<String> {
        let entry = self.host_catalog.get(host)?.first()?;
        let parts: Vec<&str> = entry.id.splitn(4, ':').take(3).collect();
        let cluster = parts.join(":");
        match parts.len() {
            3 if US_CLUSTERS.contains(&cluster.as_str()) => Some(CLUSTER_US.to_owned()),
            3 => Some(cluster),
            _ => None,
        }
    }
}

/// A registered device: one socket.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Device {
    /// Address of the registration.
    pub url: String,
    /// Address of its websocket.
    pub web_socket_url: String,
    /// What it was called when it was registered.
    pub name: String,
    /// `DESKTOP`
    pub device_type: String,
}

/// `GET /devices`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Devices {
    pub(super) devices: Vec<Device>,
}

/// Something that happened in a conversation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Activity {
    /// Its uuid: of a message or a press, the inner part of the REST id.
    pub id: String,
    /// What was done: `post`, `share`, `cardAction`, `add`, ...
    pub verb: String,
    /// Where the activity itself is.
    pub url: Option<String>,
    /// When.
    #[serde(deserialize_with = "lenient_time")]
    pub published: Option<WireTime>,
    /// Who did it.
    pub actor: Thing,
    /// What it was done to.
    pub object: Thing,
    /// In which conversation.
    pub target: Thing,
    /// What it answers, edits or presses.
    pub parent: Parent,
}

/// A person, a conversation or a message in an activity.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Thing {
    /// A uuid; of a person sometimes an address.
    pub id: String,
    /// `person`, `conversation`, `comment`, ...
    pub object_type: String,
    /// Uuid of a person.
    #[serde(rename = "entryUUID")]
    pub entry_uuid: Option<String>,
    /// Address of a person.
    pub email_address: Option<String>,
    /// Name of a person.
    pub display_name: Option<String>,
    /// Where it is.
    pub url: Option<String>,
    /// Of a conversation: `ONE_ON_ONE` and others.
    pub tags: Vec<String>,
    /// Of a conversation that is created: who is in it.
    pub participants: Participants,
}

/// Who is in a conversation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Participants {
    /// Them.
    pub items: Vec<Thing>,
}

/// What an activity belongs to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Parent {
    /// Uuid of the other activity.
    pub id: String,
    /// `reply`, `edit`, ...
    #[serde(rename = "type")]
    pub kind: String,
}

impl Thing {
    /// The uuid of a person.
    pub(super) fn person_uuid(&self) -> &str {
        self.entry_uuid.as_deref().unwrap_or(&self.id)
    }

    /// The address of a person, where it is told.
    pub(super) fn email(&self) -> &str {
        match &self.email_address {
            Some(email) => email,
            None if self.id.contains('@') => &self.id,
            None => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Catalog;

    #[test]
    fn a_host_tells_its_cluster() {
        let catalog: Catalog = serde_json::from_value(serde_json::json!({
            "serviceLinks": { "wdm": "https://wdm-k.wbx2.com/wdm/api/v1/" },
            "hostCatalog": {
                "conv-a.wbx2.com": [{ "host": "conv-a.wbx2.com", "id": "urn:TEAM:us-east-2_a:conversation" }],
                "conv-k.wbx2.com": [{ "id": "urn:TEAM:eu-central-1_k:conversation" }],
                "odd.wbx2.com": [{ "id": "nothing" }],
            },
        }))
        .expect("is a catalogue");
        assert_eq!(catalog.service("wdm").expect("there").as_str(), "https://wdm-k.wbx2.com/wdm/api/v1");
        assert_eq!(catalog.cluster_of("conv-a.wbx2.com").as_deref(), Some("us"));
        assert_eq!(catalog.cluster_of("conv-k.wbx2.com").as_deref(), Some("urn:TEAM:eu-central-1_k"));
        assert_eq!(catalog.cluster_of("odd.wbx2.com"), None);
        assert_eq!(catalog.cluster_of("evil.example"), None);
        assert!(catalog.knows("wdm-k.wbx2.com") && catalog.knows("conv-a.wbx2.com"));
        assert!(!catalog.knows("evil.example"));
    }
}
