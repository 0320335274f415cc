//! What is on a card, counted before it is ever drawn: names, buttons side by side, images, bytes.

use super::literal::{literal_text, written_entries};
use crate::base::Span;
use crate::cards::action;
use crate::check::checker::Checker;
use crate::check::scope::Def;
use crate::syntax::ast::{
    self, BinaryOp, CardBody, CardNode, CardNodeKind, Element, ExprKind, Prop, PropValue, StringPart,
};
use smol_str::SmolStr;

/// The branch of an `if`: which `if`, and which of its branches.
pub(super) type Branch = (Span, usize);

/// A name of an element or an input.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) name: SmolStr,
    /// In the card itself, or the `include` that brings it.
    pub(super) span: Span,
    /// The branches that it stands in.
    pub(super) branches: Vec<Branch>,
    /// The loop that it stands in, if nothing tells its rows apart.
    pub(super) repeated: Option<Span>,
    pub(super) input: bool,
    /// What it is called in JSON, where an input is given another name there.
    pub(super) id: SmolStr,
    /// The `show`s that it stands in, outermost first.
    pub(super) shown: Vec<Span>,
}

/// A key that a submit carries beside the inputs.
pub(super) struct Carried {
    pub(super) key: SmolStr,
    pub(super) span: Span,
    pub(super) branches: Vec<Branch>,
    pub(super) shown: Vec<Span>,
}

/// A `for` without a known end.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenLoop {
    pub(super) span: Span,
    /// Bytes of one row, at least.
    pub(super) bytes: usize,
}

/// What was found.
#[derive(Default)]
pub(super) struct Survey {
    pub(super) names: Vec<Named>,
    /// Some names are made at run time.
    pub(super) made_names: bool,
    /// What toggles name.
    pub(super) targets: Vec<(SmolStr, Span)>,
    /// Lists of more buttons than clients show: how many, and the first that is too many.
    pub(super) crowded: Vec<(usize, Span)>,
    pub(super) submits: bool,
    /// What submits carry beside the inputs.
    pub(super) carried: Vec<Carried>,
    /// The first `show` in one that is shown itself.
    pub(super) deep: Option<Span>,
    pub(super) loops: Vec<OpenLoop>,
}

/// Numbers that add up.
#[derive(Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) images: usize,
    pub(super) bytes: usize,
    /// The image that is one too many.
    pub(super) image: Option<Span>,
}

impl Count {
    fn and(self, other: Self) -> Self {
        let images = self.images.saturating_add(other.images);
        let image = self.image.or(if self.images <= IMAGES_MAX { other.image } else { None });
        Self { images, bytes: self.bytes.saturating_add(other.bytes), image }
    }

    /// Of two that are never there together the greater.
    fn or(self, other: Self) -> Self {
        Self {
            images: self.images.max(other.images),
            bytes: self.bytes.max(other.bytes),
            image: self.image.or(other.image),
        }
    }

    fn times(self, rows: usize) -> Self {
        Self { images: self.images.saturating_mul(rows), bytes: self.bytes.saturating_mul(rows), ..self }
    }
}

/// Buttons of one list that clients show.
pub(super) const ACTIONS_MAX: usize = 5;
/// Images of one card.
pub(super) const IMAGES_MAX: usize = 10;

/// Where the survey is.
#[derive(Clone, Default)]
struct At {
    branches: Vec<Branch>,
    /// The loop around, if any.
    looped: Option<Span>,
    /// The `include` in the card itself that leads here.
    through: Option<Span>,
    /// What is put before names of inputs.
    prefix: SmolStr,
    /// The `show`s around, outermost first.
    shown: Vec<Span>,
    /// The cards that are being looked at.
    seen: Vec<usize>,
}

/// The buttons of one list.
#[derive(Default)]
struct Buttons {
    count: usize,
    sixth: Option<Span>,
}

impl Buttons {
    fn add(&mut self, rows: usize, span: Span) {
        if self.count <= ACTIONS_MAX && self.count + rows > ACTIONS_MAX {
            self.sixth = Some(span);
        }
        self.count = self.count.saturating_add(rows);
    }
}

impl Checker<'_> {
    /// What is on a card, and how many images and bytes it has at least.
    pub(super) fn survey(&self, card: usize) -> (Survey, Count) {
        let mut survey = Survey::default();
        let mut count = Count::default();
        if let Some(card_def) = self.cards.get(card)
            && let CardBody::Nodes(nodes) = &card_def.ast.body
        {
            let at = At { seen: vec![card], ..At::default() };
            let mut buttons = Buttons::default();
            count = self.survey_nodes(nodes, &at, &mut buttons, &mut survey);
            for prop in &card_def.ast.props {
                survey_press(prop, None, &mut survey);
            }
            count.images += card_def.ast.props.iter().filter(|prop| prop.name.text == "background").count();
            survey.close(&buttons);
        }
        (survey, count)
    }

    fn survey_nodes(&self, nodes: &[CardNode], at: &At, buttons: &mut Buttons, found: &mut Survey) -> Count {
        let counts = nodes.iter().map(|node| self.survey_node(node, at, buttons, found));
        counts.fold(Count::default(), Count::and)
    }

    fn survey_node(&self, node: &CardNode, at: &At, buttons: &mut Buttons, found: &mut Survey) -> Count {
        match &node.kind {
            CardNodeKind::Element(element) => self.survey_element(element, node.span, (at, buttons), found),
            CardNodeKind::Input(input) => {
                for prop in &input.props {
                    survey_press(prop, at.through, found);
                }
                let name = joined(&at.prefix, &input.name.text);
                let given = super::input::given_id(input);
                found.made_names |= given.is_none() && input.props.iter().any(|prop| prop.name.text == "id");
                found.names.push(Named {
                    id: given.unwrap_or_else(|| name.clone()),
                    shown: at.shown.clone(),
                    name,
                    span: at.through.unwrap_or(input.name.span),
                    branches: at.branches.clone(),
                    repeated: at.looped.filter(|_| input.key.is_none()),
                    input: true,
                });
                Count { bytes: 80 + 2 * input.name.text.len(), ..Count::default() }
            }
            CardNodeKind::If { branches, otherwise } => {
                let start = buttons.count;
                let mut most = start;
                let mut count = Count::default();
                let all = branches.iter().map(|branch| branch.body.as_slice()).chain(otherwise.as_deref());
                for (number, body) in all.enumerate() {
                    let mut inner = at.clone();
                    inner.branches.push((node.span, number));
                    buttons.count = start;
                    count = count.or(self.survey_nodes(body, &inner, buttons, found));
                    most = most.max(buttons.count);
                }
                buttons.count = most;
                count
            }
            CardNodeKind::For { iterable, body, .. } => {
                let rows = rows_of(iterable);
                // A loop of an included card is looked at there.
                let looped = if at.through.is_some() { at.looped } else { Some(node.span) };
                let inner = At { looped, ..at.clone() };
                let mut in_row = Buttons::default();
                let row = self.survey_nodes(body, &inner, &mut in_row, found);
                if in_row.count > 0 && rows.unwrap_or(1) > 0 {
                    buttons.add(in_row.count.saturating_mul(rows.unwrap_or(1)), node.span);
                }
                match rows {
                    Some(rows) => row.times(rows),
                    None => {
                        if at.through.is_none() {
                            found.loops.push(OpenLoop { span: iterable.span, bytes: row.bytes });
                        }
                        // It may have no rows.
                        Count::default()
                    }
                }
            }
            CardNodeKind::Include { card, alias } => {
                self.survey_include((card, alias.as_ref()), (at, buttons), found)
            }
            CardNodeKind::Raw(_) => {
                found.made_names = true;
                found.submits = true;
                Count::default()
            }
            CardNodeKind::Entry { title, value } => {
                Count { bytes: 22 + own_bytes(title) + own_bytes(value), ..Count::default() }
            }
            CardNodeKind::Value(value) => Count { bytes: 30 + own_bytes(value), ..Count::default() },
            CardNodeKind::Let { .. } | CardNodeKind::Error => Count::default(),
        }
    }

    fn survey_include(
        &self,
        (card, alias): (&ast::CardCall, Option<&ast::Name>),
        (at, buttons): (&At, &mut Buttons),
        found: &mut Survey,
    ) -> Count {
        let Some(Def::Card(next)) = self.declared_path(&card.name).map(|declared| declared.what) else {
            return Count::default();
        };
        let Some(included) = self.cards.get(next).filter(|_| !at.seen.contains(&next)) else {
            return Count::default();
        };
        let mut inner = at.clone();
        inner.seen.push(next);
        inner.through = at.through.or(Some(card.name.span));
        if let Some(alias) = alias {
            inner.prefix = joined(&at.prefix, &alias.text);
        }
        match &included.ast.body {
            CardBody::Nodes(nodes) => self.survey_nodes(nodes, &inner, buttons, found),
            CardBody::File(_) => {
                found.made_names = true;
                found.submits = true;
                Count::default()
            }
        }
    }

    fn survey_element(
        &self,
        element: &Element,
        span: Span,
        (at, buttons): (&At, &mut Buttons),
        found: &mut Survey,
    ) -> Count {
        let word = element.word.text.as_str();
        let mut count = Count { bytes: 24 + word.len(), ..Count::default() };
        count.bytes += element.content.iter().map(own_bytes).sum::<usize>();
        count.bytes += element.flags.iter().map(|flag| flag.text.len() + 8).sum::<usize>();
        for prop in &element.props {
            count.bytes += prop.name.text.len() + 6;
            if let PropValue::Expr(value) = &prop.value {
                count.bytes += own_bytes(value);
                if prop.name.text == "id" {
                    survey_name(value, at, found);
                }
            }
        }
        if action(word).is_some() {
            buttons.add(1, at.through.unwrap_or(span));
            found.submits |= word == "submit";
            if word == "toggle" {
                let to = element.arrow.iter();
                found.targets.extend(to.map(|to| (to.name.text.clone(), at.through.unwrap_or(to.name.span))));
                survey_targets(element, at, found);
            }
            if word == "submit" {
                survey_carried(element, at, found);
            }
            if word == "show" && !at.shown.is_empty() && at.through.is_none() {
                found.deep = found.deep.or(Some(element.word.span));
            }
        }
        for prop in &element.props {
            survey_press(prop, at.through, found);
        }
        let pictures = element
            .props
            .iter()
            .filter(|prop| prop.name.text == "icon" || (prop.name.text == "background" && word != "image"));
        let images = pictures.count() + usize::from(word == "image");
        count = count.and(Count { images, image: (images > 0).then_some(span), bytes: 0 });
        if let Some(children) = &element.children {
            let mut own = Buttons::default();
            if word == "images" {
                let bare = children.iter().filter(|node| matches!(node.kind, CardNodeKind::Value(_))).count();
                count = count.and(Count { images: bare, image: (bare > 0).then_some(span), bytes: 0 });
            }
            let mut inner = at.clone();
            if word == "show" {
                inner.shown.push(span);
            }
            count = count.and(self.survey_nodes(children, &inner, &mut own, found));
            // A list of an included card is looked at there.
            if at.through.is_none() {
                found.close(&own);
            }
        }
        count
    }
}

/// `toggle "More" targets: ["details", { "elementId": "note" }]`
fn survey_targets(element: &Element, at: &At, found: &mut Survey) {
    let given = element.props.iter().find(|prop| ["targets", "targetElements"].contains(&&*prop.name.text));
    let Some(PropValue::Expr(ast::Expr { kind: ExprKind::List(items), .. })) = given.map(|prop| &prop.value)
    else {
        return;
    };
    for item in items {
        let entries = written_entries(item).unwrap_or_default();
        let named = entries.into_iter().find(|(key, _)| key == "elementId").map_or(item, |(_, value)| value);
        if let Some(name) = literal_text(named) {
            found.targets.push((SmolStr::from(name), at.through.unwrap_or(named.span)));
        }
    }
}

/// `submit "Send" data: { "kind": 1 }`; with `inputs: none` no input goes along.
fn survey_carried(element: &Element, at: &At, found: &mut Survey) {
    let prop = |names: [&str; 2]| {
        let found = element.props.iter().find(|prop| names.contains(&&*prop.name.text));
        found.and_then(|prop| match &prop.value {
            PropValue::Expr(value) => Some(value),
            PropValue::Pixels(_) => None,
        })
    };
    let alone = |value: &ast::Expr| {
        matches!(value.kind, ExprKind::None) || literal_text(value).is_some_and(|text| text == "none")
    };
    if prop(["inputs", "associatedInputs"]).is_some_and(alone) {
        return;
    }
    let data = prop(["data", "data"]).and_then(written_entries).unwrap_or_default();
    found.carried.extend(data.into_iter().map(|(key, value)| Carried {
        key: key.into(),
        span: at.through.unwrap_or(value.span),
        branches: at.branches.clone(),
        shown: at.shown.clone(),
    }));
}

/// The name of an element.
fn survey_name(value: &ast::Expr, at: &At, found: &mut Survey) {
    let name = match &value.kind {
        ExprKind::Name(name) => Some(name.clone()),
        ExprKind::String(text) => text.as_plain().map(SmolStr::new),
        _ => None,
    };
    let Some(name) = name else {
        found.made_names = true;
        return;
    };
    found.names.push(Named {
        id: name.clone(),
        shown: at.shown.clone(),
        name,
        span: at.through.unwrap_or(value.span),
        branches: at.branches.clone(),
        repeated: at.looped,
        input: false,
    });
}

impl Survey {
    /// A list of buttons is at its end.
    fn close(&mut self, buttons: &Buttons) {
        if let Some(sixth) = buttons.sixth.filter(|_| buttons.count > ACTIONS_MAX) {
            self.crowded.push((buttons.count, sixth));
        }
    }
}

/// A name space in another.
pub(super) fn joined(prefix: &str, name: &str) -> SmolStr {
    if prefix.is_empty() { SmolStr::new(name) } else { smol_str::format_smolstr!("{prefix}_{name}") }
}

/// How many rows a loop has, if it stands in the script: `1..3`, `["a", "b"]`, `xs[0..4]`.
fn rows_of(iterable: &ast::Expr) -> Option<usize> {
    let number = |expr: &ast::Expr| match &expr.kind {
        ExprKind::Int(number) => Some(*number),
        _ => None,
    };
    match &iterable.kind {
        ExprKind::List(items) => Some(items.len()),
        ExprKind::Binary { op: BinaryOp::Range, left: from, right: to, .. } => {
            let rows = number(to)?.checked_sub(number(from)?)?.checked_add(1)?;
            Some(usize::try_from(rows).unwrap_or_default())
        }
        ExprKind::Index { index, .. } => match &index.kind {
            ExprKind::Binary { op: BinaryOp::Range, .. } => rows_of(index),
            _ => None,
        },
        _ => None,
    }
}

/// Bytes of a text that stand in the script.
fn own_bytes(expr: &ast::Expr) -> usize {
    match &expr.kind {
        ExprKind::String(text) => text
            .parts
            .iter()
            .map(|part| match part {
                StringPart::Text { text, .. } => text.len(),
                StringPart::Hole { .. } => 0,
            })
            .sum(),
        _ => 0,
    }
}

/// What a press that is no button sends, shows and hides: `select: toggle("More", details)`.
fn survey_press(prop: &Prop, through: Option<Span>, found: &mut Survey) {
    let (PropValue::Expr(value), "select" | "selectAction" | "inline" | "inlineAction") =
        (&prop.value, prop.name.text.as_str())
    else {
        return;
    };
    match &value.kind {
        ExprKind::Call { callee, args } => match &callee.kind {
            ExprKind::Name(word) if word == "submit" => found.submits = true,
            ExprKind::Name(word) if word == "toggle" => {
                let names = args.iter().skip(1).filter_map(|arg| match &arg.value.kind {
                    ExprKind::Name(name) => Some((name.clone(), through.unwrap_or(arg.span))),
                    _ => None,
                });
                found.targets.extend(names);
            }
            _ => {}
        },
        // JSON may send.
        ExprKind::Record(_) => found.submits = true,
        _ => {}
    }
}
