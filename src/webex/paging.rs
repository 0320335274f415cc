//! From one page of a list to the next, by the `Link` header.

use super::error::{WebexError, WebexErrorKind};
use crate::hosts::same_origin;
use crate::net::{HttpResponse, header};
use url::Url;

/// The address of the next page; `None` at the end.
///
/// The service has been seen to write `max=null` and to drop parameters of the first call, which
/// turns page two into a 403; so `null` is dropped and what is missing is added again.
///
/// # Errors
/// When the next page is not at the API: a token goes nowhere else.
pub(super) fn next_page(
    api: &Url,
    query: &[(String, String)],
    response: &HttpResponse,
) -> Result<Option<Url>, WebexError> {
    let lines = response.headers.get_all(header::LINK).iter().filter_map(|value| value.to_str().ok());
    let Some(target) = lines.flat_map(links).find_map(|(target, next)| next.then_some(target)) else {
        return Ok(None);
    };
    let refused = |message| WebexError::new(WebexErrorKind::Refused, "read the next page", message);
    let mut url = api.join(target).map_err(|_| refused("its address is none"))?;
    if !same_origin(api, &url) {
        return Err(refused("it is at another host than the API"));
    }
    let kept: Vec<(String, String)> =
        url.query_pairs().into_owned().filter(|(name, value)| !(name == "max" && value == "null")).collect();
    let missing = query.iter().filter(|(name, _)| !kept.iter().any(|(kept, _)| kept == name));
    let all: Vec<(String, String)> = kept.iter().chain(missing).cloned().collect();
    url.query_pairs_mut().clear().extend_pairs(all);
    Ok(Some(url))
}

/// The links of one header line: target, and whether it is `next`.
fn links(line: &str) -> Vec<(&str, bool)> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some((_, from)) = rest.split_once('<') {
        let Some((target, after)) = from.split_once('>') else { break };
        let (parameters, _) = after.split_once('<').unwrap_or((after, ""));
        let next = parameters.split([';', ',']).any(|parameter| {
            parameter.split_once('=').is_some_and(|(name, value)| {
                let mut words = value.trim().trim_matches('"').split_ascii_whitespace();
                name.trim().eq_ignore_ascii_case("rel") && words.any(|word| word.eq_ignore_ascii_case("next"))
            })
        });
        found.push((target.trim(), next));
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::next_page;
    use crate::net::HttpResponse;
    use url::Url;

    fn check(link: &'static str, want: Result<Option<&str>, &str>) {
        let api = Url::parse("https://webexapis.com/v1/").expect("an address");
        let query = [("max".to_owned(), "2".to_owned()), ("mentionedPeople".to_owned(), "me".to_owned())];
        let got = next_page(&api, &query, &HttpResponse::for_test(200, &[("link", link)], ""));
        let got = got.map(|url| url.map(|url| url.to_string())).map_err(|error| error.message);
        assert_eq!(got.as_ref().map(Option::as_deref).map_err(String::as_str), want, "{link}");
    }

    #[test]
    fn the_next_page_is_found_repaired_and_checked() {
        let whole = "https://webexapis.com/v1/messages?after=x&max=2&mentionedPeople=me";
        check(
            r#"<https://webexapis.com/v1/messages?after=x&max=2&mentionedPeople=me>; rel="next""#,
            Ok(Some(whole)),
        );
        check("<https://webexapis.com/v1/messages?after=x&max=null>; rel=next", Ok(Some(whole)));
        check(
            r#"<https://a.com/first>; rel="first", </v1/messages?after=x>;title="a"; rel="next""#,
            Ok(Some(whole)),
        );
        check(r#"<https://webexapis.com/v1/x?a=1,2>; rel="prev""#, Ok(None));
        check("nonsense", Ok(None));
        check("<https://webexapis.com/", Ok(None));
        check(r#"<https://evil.com/v1>; rel="next""#, Err("it is at another host than the API"));
        check(r#"<http://webexapis.com/v1>; rel="next""#, Err("it is at another host than the API"));
        check(r#"<https://webexapis.com.evil.com/>; rel="next""#, Err("it is at another host than the API"));
    }
}
