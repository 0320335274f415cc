//! Data in its place, case by case.

use crate::value::{Text, TextBuilder, render_markdown};

/// Own text, with data between `«` and `»`.
fn text(source: &str) -> Text {
    let mut builder = TextBuilder::new();
    for part in source.split_inclusive(['«', '»']) {
        let own = !part.ends_with('»');
        builder.push(part.trim_end_matches(['«', '»']), own);
    }
    builder.finish()
}

fn check(rows: &[(&str, &str)]) {
    for (source, expected) in rows {
        assert_eq!(render_markdown(&text(source)), *expected, "{source}");
    }
}

#[test]
fn own_text_is_copied() {
    check(&[
        ("**a** _b_ [c](d) `e` <@all>\n\n- x\n> y\n# z", "**a** _b_ [c](d) `e` <@all>\n\n- x\n> y\n# z"),
        ("<https://a.b> & \\* <b>x</b>", "<https://a.b> & \\* <b>x</b>"),
        ("```rust\nlet a = `x`;\n```\nend", "```rust\nlet a = `x`;\n```\nend"),
    ]);
}

#[test]
fn prose() {
    check(&[
        ("**«a*b_c»**", "**a\\*b_c**"),
        ("«<@all> *hey*»", "&lt;@all&gt; \\*hey\\*"),
        ("«snake_case _x_ a_»", "snake_case \\_x\\_ a\\_"),
        ("«[x](http://evil)»", "\\[x\\](http://evil)"),
        ("«`a` ~~b~~ \\ &lt; A&B & c»", "&#96;a&#96; &#126;&#126;b&#126;&#126; \\\\ &amp;lt; A&amp;B & c"),
        ("[a]«(http://evil)»", "[a]\\(http://evil)"),
        ("[a]«: http://evil»", "[a]&#58; http://evil"),
        ("«Hi!»[a](b)", "Hi\\![a](b)"),
        ("\\«*»", "\\\\\\*"),
        ("&«lt;»", "&amp;lt;"),
        ("&l«t;»", "&amp;lt;"),
        ("«&»lt;", "&amp;lt;"),
        ("`«a»", "&#96;a"),
        ("<«b»", "&lt;b"),
        ("[a](«http://b) c»", "[a\\](http://b) c"),
    ]);
}

#[test]
fn starts_of_lines() {
    check(&[
        ("«# a»", "\\# a"),
        (
            "«- a\n+ b\n1. c\n2) d\n> e\n=\n---»",
            "\\- a  \n\\+ b  \n1\\. c  \n2\\) d  \n&gt; e  \n&#61;  \n\\---",
        ),
        ("- «- a»", "- \\- a"),
        ("> «    code»", "> &#32;   code"),
        ("«a  \n\nb\n»", "a  \n&#32;  \nb"),
        ("a «- b # c»", "a - b \\# c"),
        ("«1»«»", "1"),
        ("«7». x", "7. x"),
        ("1«. x»", "1\\. x"),
        ("# «a\nb»", "# a b"),
        ("«a\n»- b", "a  \n&#32;- b"),
        ("«a\n»\n- b", "a\n- b"),
        ("#«  a»", "#&#32; a"),
        ("«a\tb\u{0}\r\nc»", "a\tb  \nc"),
    ]);
}

#[test]
fn code() {
    check(&[
        ("`«a*b»`", "`a*b`"),
        ("`«a`b»`", "``a`b``"),
        ("`«`a``»`", "``` `a`` ```"),
        ("`« a »`", "`  a  `"),
        ("`«a\nb»`", "`a b`"),
        ("`«<@all>»`", "`<\u{2060}@all>`"),
        ("`a\n«b»`", "&#96;a\nb&#96;"),
        ("``«x»`y``", "``x`y``"),
        ("```\n«a\n```\nb»\n```\n«*»", "````\na\n```\nb\n````\n\\*"),
        ("```«rust`\nx»\ny\n```", "```rustx\ny\n```"),
        ("~~~\n«a\n~~~»\n~~~", "~~~~\na\n~~~\n~~~~"),
        ("```\n«a»", "```\na\n```"),
        ("```«a»```", "```a```"),
        (" ```\n«*»\n ```", " &#96;&#96;&#96;\n\\*\n &#96;&#96;&#96;"),
        ("<div>\n```\n«*»\n```", "<div>\n```\n\\*\n```"),
    ]);
}

#[test]
fn links() {
    check(&[
        ("[«a]b»](https://c.d/«e f)»)", "[a\\]b](https://c.d/e%20f%29)"),
        ("[x](«https://a.b/?c=1&d=%20#e_f»)", "[x](https://a.b/?c=1&amp;d=%20#e_f)"),
        ("[x](«javascript:alert(1)»)", "\u{2060}x\u{2060}"),
        ("[x](«JaVaScRiPt:alert(1)») y", "\u{2060}x\u{2060} y"),
        ("[x](«mailto:a@b»)", "[x](mailto:a@b)"),
        ("[x](j«avascript:1»)", "\u{2060}x\u{2060}"),
        ("[x](«//evil»)", "\u{2060}x\u{2060}"),
        ("[x](/«a»)", "[x](/a)"),
        ("[**x**](«data:text/html,»)", "\u{2060}**x**\u{2060}"),
        ("[x](https://a \"«t\" b»\")", "[x](https://a \"t&#34; b\")"),
        ("[a [b](«http://c»)](«http://d»)", "[a [b](http://c)](http://d)"),
        ("[x]: «http://evil»", "[x\\]: http://evil"),
        ("<«https://a.b/c d»>", "&lt;https://a.b/c d>"),
        ("<«https://a.b/c>d»>", "<https://a.b/c%3Ed>"),
        ("<«script»>", "&lt;script>"),
        ("<@personEmail:«bob@acme.com»>", "<@personEmail:bob@acme.com>"),
        ("<@personEmail:«x|y>»>", "&lt;@personEmail:x|y&gt;>"),
        ("<@personEmail:«b@c»|«B> <@all»>", "<@personEmail:b@c|B all>"),
        ("<@«all»>", "&lt;@all>"),
    ]);
}

#[test]
fn marks_of_emphasis_stay_marks() {
    check(&[
        ("**« a »**", "**&#32;a&#32;**"),
        ("**« »**", "**&#32;**"),
        ("**«a\n»**", "**a&#32;  \n&#32;**"),
        ("x**«(a)»**y", "x**\u{2060}(a)\u{2060}**y"),
        ("x **«(a)»** y", "x **(a)** y"),
        ("2 * «x» * 3", "2 * x * 3"),
    ]);
}
