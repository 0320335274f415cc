//! Methods of `text`.
//!
//! Input: a text, then the arguments; output: texts, numbers and other values read from texts. Invariants:
//! characters are graphemes; what is said to keep marks slices the text itself, everything else makes data;
//! no text grows beyond `limits::TEXT_BYTES_MAX`. Start with `take.rs`.

pub(super) mod after;
pub(super) mod base64;
pub(super) mod before;
pub(super) mod capitalize;
pub(super) mod chars;
pub(super) mod count;
pub(super) mod drop;
pub(super) mod ends_with;
pub(super) mod find;
pub(super) mod find_all;
pub(super) mod first;
pub(super) mod from_base64;
pub(super) mod hmac_sha256;
pub(super) mod index_of;
pub(super) mod is_empty;
pub(super) mod last;
pub(super) mod len;
pub(super) mod lines;
pub(super) mod lower;
pub(super) mod pad_end;
pub(super) mod pad_start;
pub(super) mod repeat;
pub(super) mod replace;
pub(super) mod reverse;
pub(super) mod sha1;
pub(super) mod sha256;
pub(super) mod sha512;
pub(super) mod shared;
pub(super) mod shorten;
pub(super) mod split;
pub(super) mod starts_with;
pub(super) mod strip_prefix;
pub(super) mod strip_suffix;
pub(super) mod take;
pub(super) mod title_case;
pub(super) mod to_date;
pub(super) mod to_duration;
pub(super) mod to_float;
pub(super) mod to_int;
pub(super) mod to_person;
pub(super) mod to_time;
pub(super) mod trim;
pub(super) mod upper;
pub(super) mod url_decode;
pub(super) mod url_encode;
pub(super) mod words;
