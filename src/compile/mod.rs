//! The driver: from an entry file to a program.
//!
//! Input: the path of the entry file and a [`Sources`] to read from ([`Disk`], [`Memory`]). Output:
//! a [`Compiled`]: all texts, all diagnostics, the program if there is no error, and the files
//! whose change makes another compilation worth while. Invariants: compiling is total (what cannot
//! be read is a diagnostic); each file is read and parsed once, however often it is used; only
//! `disk.rs` touches the file system. Start with `compile.rs`, then `load.rs`.

mod card_files;
mod compile;
mod disk;
mod library;
mod load;
mod memory;
mod named_files;
mod paths;
mod sources;

pub use card_files::CardFile;
pub use compile::{Compiled, compile};
pub use disk::Disk;
pub use library::{LIBRARY, LibraryModule};
pub use load::{Loaded, Unit, Used, load};
pub use memory::Memory;
pub use paths::beside;
pub use sources::{ReadError, Sources};
