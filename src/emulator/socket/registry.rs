//! Devices and their sockets.

use std::sync::{Mutex, MutexGuard, PoisonError};

use indexmap::IndexMap;
use serde_json::Value;
use tokio::sync::mpsc;

use crate::base::limits::{EMULATOR_DELIVERIES_MAX, EMULATOR_DEVICES_MAX};
use crate::emulator::error::ApiError;
use crate::emulator::world::Broadcast;

/// What a socket is told to do.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Line {
    /// Send this activity, under this number.
    Activity { sequence: u64, activity: Value },
    /// Close.
    Close { code: u16, reason: String },
}

/// A registered device.
#[derive(Debug)]
pub(crate) struct DeviceEntry {
    /// Whose it is.
    pub(crate) person_id: String,
    /// What the client sent: names and the like, echoed.
    pub(crate) description: Value,
    line: Option<mpsc::Sender<Line>>,
    sequence: u64,
}

/// All devices, by their ids.
#[derive(Debug, Default)]
pub(crate) struct Sockets {
    devices: Mutex<IndexMap<String, DeviceEntry>>,
}

impl Sockets {
    /// Registers a device.
    ///
    /// # Errors
    /// 403 where the person has too many.
    pub(crate) fn register(&self, id: String, person_id: String, description: Value) -> Result<(), ApiError> {
        let mut devices = self.lock();
        if devices.values().filter(|device| device.person_id == person_id).count() >= EMULATOR_DEVICES_MAX {
            return Err(ApiError::forbidden("User has excessive device registrations"));
        }
        devices.insert(id, DeviceEntry { person_id, description, line: None, sequence: 0 });
        Ok(())
    }

    /// Reads the devices of a person, oldest first.
    pub(crate) fn of_person<R>(&self, person_id: &str, read: impl Fn(&str, &DeviceEntry) -> R) -> Vec<R> {
        let devices = self.lock();
        let own = devices.iter().filter(|(_, device)| device.person_id == person_id);
        own.map(|(id, device)| read(id, device)).collect()
    }

    /// Removes the device of a person; all of them where none is named. `false` where there was none.
    pub(crate) fn remove(&self, person_id: &str, id: Option<&str>) -> bool {
        let mut devices = self.lock();
        let before = devices.len();
        devices.retain(|own, device| device.person_id != person_id || id.is_some_and(|id| id != own));
        devices.len() < before
    }

    /// Opens the socket of a device. One that is open already is replaced (4000). `None` where there is no
    /// such device of this person.
    pub(crate) fn open(&self, id: &str, person_id: &str) -> Option<mpsc::Receiver<Line>> {
        let mut devices = self.lock();
        let device = devices.get_mut(id).filter(|device| device.person_id == person_id)?;
        let (sender, receiver) = mpsc::channel(EMULATOR_DELIVERIES_MAX);
        if let Some(before) = device.line.replace(sender) {
            let _ = before.try_send(Line::Close { code: 4000, reason: "replaced".to_owned() });
        }
        Some(receiver)
    }

    /// Whether there is such a device.
    pub(crate) fn knows(&self, id: &str) -> bool {
        self.lock().contains_key(id)
    }

    /// Tells who hears of it.
    pub(crate) fn tell(&self, broadcast: &Broadcast) {
        for device in self.lock().values_mut().filter(|it| broadcast.hearers.contains(&it.person_id)) {
            device.sequence += 1;
            let line = Line::Activity { sequence: device.sequence, activity: broadcast.activity.clone() };
            // Nobody listening, or too slowly: it is lost, as on the platform.
            let sent = device.line.as_ref().map(|sender| sender.try_send(line));
            if let Some(Err(mpsc::error::TrySendError::Closed(_))) = sent {
                device.line = None;
            }
        }
    }

    /// Closes all sockets.
    pub(crate) fn close_all(&self, code: u16, reason: &str) {
        for device in self.lock().values_mut() {
            if let Some(sender) = device.line.take() {
                let _ = sender.try_send(Line::Close { code, reason: reason.to_owned() });
            }
        }
    }

    /// Forgets all devices, as the platform does with old ones.
    pub(crate) fn forget(&self) {
        self.lock().clear();
    }

    /// Sockets that are open.
    pub(crate) fn count(&self) -> usize {
        let open = |device: &&DeviceEntry| device.line.as_ref().is_some_and(|sender| !sender.is_closed());
        self.lock().values().filter(open).count()
    }

    fn lock(&self) -> MutexGuard<'_, IndexMap<String, DeviceEntry>> {
        self.devices.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, Sockets};
    use crate::base::limits::EMULATOR_DEVICES_MAX;
    use crate::emulator::world::Broadcast;
    use serde_json::json;

    #[test]
    fn a_newer_socket_replaces_the_older_and_numbers_go_on() {
        let sockets = Sockets::default();
        sockets.register("d".into(), "bot".into(), json!({})).expect("registers");
        let event = Broadcast { hearers: vec!["bot".into()], activity: json!({ "verb": "post" }) };
        sockets.tell(&event);
        let mut first = sockets.open("d", "bot").expect("is there");
        assert!(sockets.open("d", "other").is_none());
        sockets.tell(&event);
        assert!(matches!(first.try_recv(), Ok(Line::Activity { sequence: 2, .. })));
        let mut second = sockets.open("d", "bot").expect("is there");
        assert!(matches!(first.try_recv(), Ok(Line::Close { code: 4000, .. })));
        sockets.tell(&event);
        assert!(matches!(second.try_recv(), Ok(Line::Activity { sequence: 3, .. })));
        assert_eq!(sockets.count(), 1);
    }

    #[test]
    fn too_many_devices_are_refused() {
        let sockets = Sockets::default();
        for number in 0..EMULATOR_DEVICES_MAX {
            sockets.register(number.to_string(), "bot".into(), json!({})).expect("registers");
        }
        let refused = sockets.register("x".into(), "bot".into(), json!({}));
        assert_eq!(refused.map_err(|error| error.status), Err(403));
        assert!(sockets.remove("bot", Some("3")) && !sockets.remove("bot", Some("3")));
        assert!(sockets.register("x".into(), "bot".into(), json!({})).is_ok());
        assert!(sockets.remove("bot", None));
        assert_eq!(sockets.of_person("bot", |id, _| id.to_owned()).len(), 0);
    }
}
