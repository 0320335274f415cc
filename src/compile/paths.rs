//! Paths as scripts write them.

use std::path::{Component, Path, PathBuf};

/// The path that the file `from` means by `written`: relative to its folder.
pub fn beside(from: &Path, written: &str) -> PathBuf {
    tidy(&from.parent().unwrap_or(Path::new("")).join(written))
}

/// `path` as seen from `folder`, with `/`; both are tidy and start at the same place.
pub(super) fn seen_from(folder: &Path, path: &Path) -> String {
    let shared = folder.components().zip(path.components()).take_while(|(one, other)| one == other).count();
    let up = folder.components().skip(shared).map(|_| "..".to_owned());
    let down = path.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// The path without `.` and without `x/..`; only the words are looked at, no file system.
pub(super) fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(tidy.components().next_back(), Some(Component::Normal(_))) => {
                tidy.pop();
            }
            Component::ParentDir | Component::Normal(_) | Component::RootDir | Component::Prefix(_) => {
                tidy.push(part);
            }
        }
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_means_others_from_its_own_folder() {
        for (from, written, meant) in [
            ("bot.wbot", "./tickets.wbot", "tickets.wbot"),
            ("bots/bot.wbot", "tickets.wbot", "bots/tickets.wbot"),
            ("bots/bot.wbot", "../shared/x.wbot", "shared/x.wbot"),
            ("bot.wbot", "../x.wbot", "../x.wbot"),
            ("../bot.wbot", "../x.wbot", "../../x.wbot"),
            ("/srv/bot.wbot", "a/../b.wbot", "/srv/b.wbot"),
            ("bots/bot.wbot", "/srv/x.wbot", "/srv/x.wbot"),
        ] {
            assert_eq!(beside(Path::new(from), written), Path::new(meant), "{written} in {from}");
        }
    }

    #[test]
    fn a_file_has_the_same_name_wherever_wbot_is_started() {
        for (folder, path, name) in [
            ("", "lib/x.wbot", "lib/x.wbot"),
            ("bots", "bots/lib/x.wbot", "lib/x.wbot"),
            ("bots", "x.wbot", "../x.wbot"),
            ("", "../x.wbot", "../x.wbot"),
            ("..", "../../x.wbot", "../x.wbot"),
            ("/srv/bots", "/srv/bots/x.wbot", "x.wbot"),
        ] {
            assert_eq!(seen_from(Path::new(folder), Path::new(path)), name);
        }
    }
}
