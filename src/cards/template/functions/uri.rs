//! Addresses.

use super::args::{Args, Given};
use crate::cards::template::datum::Datum;
use std::fmt::Write;
use url::Url;

/// Characters that JavaScript's `encodeURIComponent` leaves as they are.
fn stays(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte)
}

pub(super) fn encode(args: &[Datum]) -> Given {
    let mut out = String::new();
    for byte in Args(args).text(0)?.as_str().bytes() {
        if stays(byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    Ok(Datum::data(out))
}

pub(super) fn decode(args: &[Datum]) -> Given {
    let text = Args(args).text(0)?;
    let mut bytes = Vec::new();
    let mut rest = text.as_str().as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
            let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
            bytes.push(byte.ok_or_else(|| format!("`{}` is no part of an address", text.as_str()))?);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    Ok(Datum::data(String::from_utf8_lossy(&bytes)))
}

fn parsed(args: &[Datum]) -> Result<Url, String> {
    let text = Args(args).text(0)?;
    Url::parse(text.as_str()).map_err(|_| format!("`{}` is no address", text.as_str()))
}

fn query_of(url: &Url) -> String {
    url.query().filter(|query| !query.is_empty()).map(|query| format!("?{query}")).unwrap_or_default()
}

pub(super) fn host(args: &[Datum]) -> Given {
    Ok(Datum::data(parsed(args)?.host_str().unwrap_or_default()))
}

pub(super) fn path(args: &[Datum]) -> Given {
    Ok(Datum::data(parsed(args)?.path()))
}

pub(super) fn query(args: &[Datum]) -> Given {
    Ok(Datum::data(query_of(&parsed(args)?)))
}

pub(super) fn path_and_query(args: &[Datum]) -> Given {
    let url = parsed(args)?;
    Ok(Datum::data(format!("{}{}", url.path(), query_of(&url))))
}

pub(super) fn port(args: &[Datum]) -> Given {
    Ok(parsed(args)?.port().map_or(Datum::Null, |port| Datum::Number(f64::from(port))))
}

pub(super) fn scheme(args: &[Datum]) -> Given {
    Ok(Datum::data(parsed(args)?.scheme()))
}
