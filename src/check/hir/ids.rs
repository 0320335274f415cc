//! Ids: indexes into the lists of the program, or of one function.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
            pub struct $name(pub u32);

            impl $name {
                /// The id of the element at `index`.
                #[must_use]
                pub fn of(index: usize) -> Self {
                    Self(u32::try_from(index).unwrap_or(u32::MAX))
                }

                /// Where the element is in its list.
                #[must_use]
                pub fn index(self) -> usize {
                    self.0 as usize
                }
            }
        )*
    };
}

ids! {
    /// Index into `Program::functions`.
    FunctionId,
    /// Index into `Program::states`.
    StateId,
    /// Index into `Program::configs`.
    ConfigId,
    /// Index into `Program::secrets`.
    SecretId,
    /// Index into `Program::consts`.
    ConstId,
    /// Index into `Program::groups`.
    GroupId,
    /// Index into `Function::locals` of the function that it is used in.
    LocalId,
}
