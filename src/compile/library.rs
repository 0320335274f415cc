//! The modules of the library, embedded in the program: `use std.github`.

/// A module of the library.
#[derive(Clone, Copy, Debug)]
pub struct LibraryModule {
    /// What stands after `std.`.
    pub name: &'static str,
    /// Its source.
    pub text: &'static str,
}

/// All modules: one line for each file in `stdlib/`, sorted.
pub static LIBRARY: &[LibraryModule] = &[
    LibraryModule { name: "alertmanager", text: include_str!("../../stdlib/alertmanager.wbot") },
    LibraryModule { name: "github", text: include_str!("../../stdlib/github.wbot") },
];

/// The module called `name`.
pub(super) fn find(name: &str) -> Option<&'static LibraryModule> {
    LIBRARY.iter().find(|module| module.name == name)
}
