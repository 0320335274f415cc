//! Rows of before and after. Whole scripts are formatted in `tests/it/formatting.rs`.

use super::format;
use crate::base::{SourceId, SourceText};

/// Formats `before`, and the result again.
fn check(before: &str, after: &str) {
    let text = |text: &str| {
        let done = format(&SourceText::new(SourceId(0), "bot.wbot", text)).expect("the meaning stays");
        assert_eq!(done.broken, 0, "{text}");
        done.text
    };
    assert_eq!(text(before), after);
    assert_eq!(text(after), after, "twice is once");
}

/// The same for statements of a function.
fn statements(before: &str, after: &str) {
    let indented = format!("  {}\n", after.replace('\n', "\n  "));
    check(
        &format!("fn f() {{\n{before}\n}}\n"),
        &format!("fn f() {{\n{}}}\n", indented.replace("  \n", "\n")),
    );
}

#[test]
fn blanks() {
    for (before, after) in [
        ("let  x:int=1+2*3", "let x: int = 1 + 2 * 3"),
        ("x+=1;y-=2", "x += 1\ny -= 2"),
        ("let x = - 1", "let x = -1"),
        ("let x = not  a  not   in b", "let x = not a not in b"),
        ("let x = a . b ?. c", "let x = a.b?.c"),
        ("let x = a[ 1 .. 2 ]?.[ 0 ]", "let x = a[1..2]?.[0]"),
        ("f( a,b ,c: 1 , )", "f(a, b, c: 1)"),
        ("let x = [ 1,2 , ]", "let x = [1, 2]"),
        ("let x = {a:1,\"b\":2,...c,d}", "let x = { a: 1, \"b\": 2, ...c, d }"),
        ("let x = { }", "let x = {}"),
        ("xs.map( x=>({id:x}) )", "xs.map(x => ({ id: x }))"),
        ("xs.map((a,b)=>a+b)", "xs.map((a, b) => a + b)"),
        ("let x = (a+b)*( (c) )", "let x = (a + b) * ((c))"),
        ("let x = a as list<map<text>>?", "let x = a as list<map<text>>?"),
        ("let x = a as text? ?", "let x = a as text? ?"),
        ("let x = a as (text?)?", "let x = a as (text?)?"),
        ("if a{stop}else if b{break}else{continue}", "if a { stop } else if b { break } else { continue }"),
        ("for i,x in xs{stop}", "for i, x in xs { stop }"),
        ("say  to  r  \"a  b\"  file f as \"x\"", "say to r \"a  b\" file f as \"x\""),
        ("let x = http.get(u)else err{stop}", "let x = http.get(u) else err { stop }"),
        ("let x = 1_000+null", "let x = 1_000 + null"),
        ("log  info \"a\"{b}", "log info \"a\" { b }"),
        ("later at tomorrow 09:00{stop}", "later at tomorrow 09:00 { stop }"),
        ("let x = \"{a+b}{c:%d  %b}\"", "let x = \"{a+b}{c:%d  %b}\""),
        (
            "match x{\"a\"|\"b\" if c=>d,-5 .. -1=>{stop},else=>e}",
            "match x { \"a\" | \"b\" if c => d, -5 .. -1 => { stop }, else => e }",
        ),
    ] {
        statements(before, after);
    }
}

#[test]
fn lines_of_the_author_stay() {
    for (before, after) in [
        ("if a {stop\n}", "if a {\n  stop\n}"),
        ("f(a, {\nb: 1\n})", "f(a, {\n  b: 1\n})"),
        ("f(\na, b)", "f(\n  a,\n  b\n)"),
        ("let x = [\n1, 2\n]", "let x = [\n  1,\n  2\n]"),
        ("let x = {\na: 1\nb: 2,\n}", "let x = {\n  a: 1\n  b: 2\n}"),
        ("let x = {\"a\": 1,\n\"b\": 2\n\"c\": 3}", "let x = {\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}"),
        ("let x = a\n.b\n?.c\n?? d", "let x = a\n  .b\n  ?.c\n  ?? d"),
        ("let x = a and\nb", "let x = a\n  and b"),
        ("let x = a +\nb", "let x = a +\n  b"),
        ("let x =\na", "let x = a"),
        ("a\n\n\n\nb\n\n", "a\n\nb"),
        ("match x {\n1 => a, 2 => b\n}", "match x {\n  1 => a,\n  2 => b\n}"),
        (
            "let x = ask \"a\"\nwhere b else \"c\"\nwithin 1m",
            "let x = ask \"a\"\n  where b else \"c\"\n  within 1m",
        ),
        ("let x = ask a\nwithin 1m\nelse {b}", "let x = ask a\n  within 1m\nelse { b }"),
        ("xs.map(x => {\nreturn x\n})", "xs.map(x => {\n  return x\n})"),
    ] {
        statements(before, after);
    }
}

#[test]
fn long_lines_are_broken() {
    let long = "long_name_number_".repeat(4);
    let names = |count: usize| (1..=count).map(|n| format!("{long}{n}")).collect::<Vec<_>>();
    let (three, two) = (names(3), names(2));
    statements(&format!("f({})", three.join(", ")), &format!("f(\n  {}\n)", three.join(",\n  ")));
    statements(
        &format!("let x = [{}]", three.join(", ")),
        &format!("let x = [\n  {}\n]", three.join(",\n  ")),
    );
    statements(
        &format!("g.f({{ {} }})", three.join(", ")),
        &format!("g.f({{\n  {}\n}})", three.join(",\n  ")),
    );
    statements(&three.join(" and "), &three.join("\n  and "));
    statements(&three.join(" + "), &three.join(" +\n  "));
    statements(
        &format!("if {} {{ stop }} else {{ say {} }}", two[0], two[1]),
        &format!("if {} {{\n  stop\n}} else {{\n  say {}\n}}", two[0], two[1]),
    );
    statements(
        &format!("let x = {}.a(1).bbbbbbbbb({}).c(2)", two[0], two[1]),
        &format!("let x = {}.a(1)\n  .bbbbbbbbb({}).c(2)", two[0], two[1]),
    );
}

#[test]
fn comments_stay_where_they_are() {
    for (before, after) in [
        ("a // x\n// y\nb", "a // x\n// y\nb"),
        ("if a { // x\n// y\n}", "if a { // x\n  // y\n}"),
        ("if a {\n// y\n\n\n// z\n\nb\n// w\n}", "if a {\n  // y\n\n  // z\n\n  b\n  // w\n}"),
        ("f(a, // x\nb // y\n)", "f(\n  a, // x\n  b // y\n)"),
        ("let x = [ // x\n1, // y\n2]", "let x = [ // x\n  1, // y\n  2\n]"),
        ("let x = // y\n1", "let x = // y\n  1"),
        ("let x = a // y\n.b", "let x = a // y\n  .b"),
        ("let x = a + // y\nb", "let x = a + // y\n  b"),
        ("let x = (a // y\n)", "let x = (a // y\n)"),
        ("if a { b } // x\nelse { c }", "if a { b } // x\nelse { c }"),
    ] {
        statements(before, after);
    }
}

#[test]
fn comments_in_a_column() {
    check(
        "const a = 1       // x\nconst bc = 2      // y\n",
        "const a = 1       // x\nconst bc = 2      // y\n",
    );
    check("const a=1  // x\nconst bcd=2 // y\n", "const a = 1  // x\nconst bcd = 2 // y\n");
    check("const a=1   // x\nconst bcd=2 // y\n", "const a = 1   // x\nconst bcd = 2 // y\n");
    statements("a     // x\nbcd   // y", "a     // x\nbcd   // y");
}

#[test]
fn declarations() {
    for (before, after) in [
        ("bot  \"X\"{about \"a\";net \"b\",\"c\"}", "bot \"X\" { about \"a\"; net \"b\", \"c\" }\n"),
        ("bot \"X\"", "bot \"X\"\n"),
        ("bot \"X\" {\n}", "bot \"X\" {}\n"),
        ("use  std . github  as g", "use std.github as g\n"),
        ("group g=\"a@b\",domain \"c\"", "group g = \"a@b\", domain \"c\"\n"),
        ("state x:int=0 per  room", "state x: int = 0 per room\n"),
        ("type T={a:int,b:text?=none}", "type T = { a: int, b: text? = none }\n"),
        ("type T=(int,text)->bool", "type T = (int, text) -> bool\n"),
        ("type T=((int)->bool)?", "type T = ((int) -> bool)?\n"),
        ("fn f(a:int=1,b)->text{stop}", "fn f(a: int = 1, b) -> text { stop }\n"),
        ("fn f()=1", "fn f() = 1\n"),
        (
            "command \"a {b}\"or \"c\" for g in direct limit 1 per 1m per person{stop}",
            "command \"a {b}\" or \"c\" for g in direct limit 1 per 1m per person { stop }\n",
        ),
        ("command \"a\"\nor \"b\" {stop}", "command \"a\"\n  or \"b\" { stop }\n"),
        (
            "on webhook \"/x\" verify hmac(\"a\",S) as e{stop}",
            "on webhook \"/x\" verify hmac(\"a\", S) as e { stop }\n",
        ),
        ("every mon,thu at 09:00,10:00{stop}", "every mon, thu at 09:00, 10:00 { stop }\n"),
        ("every 5m{stop}\ncron \"* * * * *\"{stop}", "every 5m { stop }\ncron \"* * * * *\" { stop }\n"),
        ("intent i{\"a\",\"b\"}", "intent i { \"a\" \"b\" }\n"),
        ("on i(a:text?){stop}", "on i(a: text?) { stop }\n"),
        ("on member  joined{stop}", "on member joined { stop }\n"),
        ("on message /a b/i{stop}", "on message /a b/i { stop }\n"),
        ("const a = 1;const b = 2", "const a = 1\nconst b = 2\n"),
        ("\n\n\nconst a = 1\n\n\n\nconst b = 2\n\n", "const a = 1\n\nconst b = 2\n"),
        ("/// doc\n\n\n/// more\nconst a = 1", "/// doc\n\n/// more\nconst a = 1\n"),
        ("", ""),
        ("\n // only\n", "// only\n"),
    ] {
        check(before, after);
    }
}

#[test]
fn cards() {
    let card = |body: &str| format!("card c() {{\n{body}}}\n");
    for (before, after) in [
        ("text  \"a\" size:large  wrap", "  text \"a\" size: large wrap\n"),
        ("submit \"a\" style:positive->go( x,y:1 )", "  submit \"a\" style: positive -> go(x, y: 1)\n"),
        ("toggle \"a\"->b,c", "  toggle \"a\" -> b, c\n"),
        ("facts{\"a\"=b;\"c\"=d}", "  facts { \"a\" = b; \"c\" = d }\n"),
        (
            "input x key i:\"a\"|\"b\"=\"a\" \"X\" required",
            "  input x key i: \"a\" | \"b\" = \"a\" \"X\" required\n",
        ),
        ("text p separator:(i==0) height:30px", "  text p separator: (i == 0) height: 30px\n"),
        ("include h(t)as m;raw{\"a\":1}", "  include h(t) as m\n  raw { \"a\": 1 }\n"),
        ("if a{text b}else{text c}", "  if a { text b } else { text c }\n"),
    ] {
        check(&card(&format!("{before}\n")), &card(after));
    }
    check(
        "card c(a:int)by g once expires 2d x:y fallback \"z\"{}",
        "card c(a: int) by g once expires 2d x: y fallback \"z\" {}\n",
    );
    check("card c() from  \"x.json\"", "card c() from \"x.json\"\n");
}

#[test]
fn steps() {
    let test = |steps: &str| format!("test \"t\" {{\n{steps}}}\n");
    for (before, after) in [
        ("alice>   a  b // c ", "  alice>   a  b // c\n"),
        ("bot in \"Ops\">  x", "  bot in \"Ops\">  x\n"),
        ("bot> \"\"\"\n      a\n  \"\"\"", "  bot> \"\"\"\n      a\n  \"\"\"\n"),
        ("alice in thread sends  \"f\"", "  alice in thread sends \"f\"\n"),
        ("bob clicks \"A\" with{a:1}", "  bob clicks \"A\" with { a: 1 }\n"),
        (
            "mock http GET \"u\"=>200{a:1}headers{b:1}then timeout",
            "  mock http GET \"u\" => 200 { a: 1 } headers { b: 1 } then timeout\n",
        ),
        ("mock http GET \"u\" => 200\nthen timeout", "  mock http GET \"u\" => 200\n    then timeout\n"),
        ("webhook \"/x\" headers{a:1} json{} signed", "  webhook \"/x\" headers { a: 1 } json {} signed\n"),
        ("webhook \"/x\" text \"a\"\nfile sends \"f\"", "  webhook \"/x\" text \"a\"\n  file sends \"f\"\n"),
        ("join\nleave;alice joins  \"Ops\"", "  join\n  leave\n  alice joins \"Ops\"\n"),
        ("set x=1;after 1d;nothing", "  set x = 1\n  after 1d\n  nothing\n"),
        ("expect http POST \"u\" with{}", "  expect http POST \"u\" with {}\n"),
    ] {
        check(&test(&format!("{before}\n")), &test(after));
    }
}

#[test]
fn what_does_not_parse_is_left() {
    let of = |text: &str| format(&SourceText::new(SourceId(0), "bot.wbot", text)).expect("nothing is lost");
    let done = of("const a=1\nfn f( {  stop }\n// c\nconst b=2\n");
    assert_eq!((done.text.as_str(), done.broken), ("const a = 1\nfn f( {  stop }\n// c\nconst b = 2\n", 1));
    let done = of("fn f() {\n  let  x = = 2\n}\nconst b=2\n");
    assert_eq!((done.text.as_str(), done.broken), ("fn f() {\n  let  x = = 2\n}\nconst b = 2\n", 1));
    // Of what stands twice the tree has the first, and the second is a mistake: the declaration is copied.
    let twice = "fn f() {   say \"x\" file a file b }";
    let done = of(&format!("{twice}\nconst b=2\n"));
    assert_eq!((done.text, done.broken), (format!("{twice}\nconst b = 2\n"), 1));
}

#[test]
fn line_ends_stay() {
    check("const a=1\r\nconst b=2", "const a = 1\r\nconst b = 2\r\n");
    check("\u{feff}const a=1", "const a = 1\n");
}
