//! Look-ups in the table.

use super::actions::ACTIONS;
use super::elements::{COLUMN_TYPE, ELEMENTS, RUN_TYPE};
use super::inputs::INPUTS;
use super::kind::{ElementType, Part, Property};
use super::parts::{BACKGROUND, CARD, CHOICE, FACT, SOURCE, TARGET};

/// All that a line of a script can draw, but inputs.
fn drawn() -> impl Iterator<Item = &'static ElementType> {
    ELEMENTS.iter().chain([&COLUMN_TYPE, &RUN_TYPE])
}

/// The element with this word.
#[must_use]
pub fn element(word: &str) -> Option<&'static ElementType> {
    drawn().find(|known| known.word == word && !word.is_empty())
}

/// The action with this word.
#[must_use]
pub fn action(word: &str) -> Option<&'static ElementType> {
    ACTIONS.iter().find(|known| known.word == word)
}

/// All words that a line of a card can begin with.
pub fn words() -> impl Iterator<Item = &'static str> {
    let others = ["input", "include", "raw"];
    drawn().chain(ACTIONS).map(|known| known.word).filter(|word| !word.is_empty()).chain(others)
}

/// The property of an input of the type `json`, by the name that a script gives it.
#[must_use]
pub fn input_property(json: &str, name: &str) -> Option<&'static Property> {
    INPUTS.iter().find(|known| known.json == json)?.property(name)
}

/// The property of a card as a whole, by the name that a script gives it.
#[must_use]
pub fn card_property(name: &str) -> Option<&'static Property> {
    CARD.property(name)
}

/// What can stand as such a part.
pub fn part_types(part: Part) -> impl Iterator<Item = &'static ElementType> {
    let (list, more): (&'static [ElementType], &'static [ElementType]) = match part {
        Part::Element => (ELEMENTS, INPUTS),
        Part::Action => (ACTIONS, &[]),
        Part::Column => (&[COLUMN_TYPE], &[]),
        Part::Image => (ELEMENTS, &[]),
        Part::Inline => (&[RUN_TYPE], &[]),
        Part::Fact => (&[FACT], &[]),
        Part::Choice => (&[CHOICE], &[]),
        Part::Source => (&[SOURCE], &[]),
        Part::Target => (&[TARGET], &[]),
        Part::Background => (&[BACKGROUND], &[]),
        Part::Card => (&[CARD], &[]),
    };
    list.iter().chain(more).filter(move |known| part != Part::Image || known.json == "Image")
}

/// The object whose `type` is this, wherever it stands.
#[must_use]
pub fn of_json_type(json: &str) -> Option<&'static ElementType> {
    let parts = [&CARD, &FACT, &CHOICE, &SOURCE, &TARGET, &BACKGROUND];
    drawn().chain(INPUTS).chain(ACTIONS).chain(parts).find(|known| known.json == json)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cards::schema::kind::{Kind, snake};

    #[test]
    fn each_property_has_its_word_and_the_names_of_the_schema() {
        let all = drawn().chain(INPUTS).chain(ACTIONS).chain([&CARD, &TARGET, &BACKGROUND]);
        for (kind, property) in all.flat_map(|kind| kind.written().map(move |property| (kind, property))) {
            for name in [property.word, property.json, &snake(property.json)] {
                assert_eq!(kind.property(name), Some(property), "`{name}` of {}", kind.json);
            }
        }
        assert!(element("text").unwrap().property("Max_lines").is_none());
        assert!(input_property("Input.ChoiceSet", "is_multi_select").is_none());
    }

    #[test]
    fn both_names_of_a_property_are_known() {
        let text = element("text").unwrap();
        assert_eq!(text.property("align"), text.property("horizontalAlignment"));
        assert!(text.property("bleed").is_none());
        assert!(matches!(element("image").unwrap().property("height").unwrap().kind, Kind::Length(_)));
        assert!(matches!(text.property("height").unwrap().kind, Kind::Word(_)));
        assert!(action("submit").unwrap().property("spacing").is_none());
        assert_eq!(input_property("Input.Text", "max").unwrap().json, "maxLength");
        assert_eq!(input_property("Input.Number", "max").unwrap().json, "max");
        assert!(input_property("Input.Date", "multiline").is_none());
        assert_eq!(card_property("fallback_text").unwrap().json, "fallbackText");
    }

    #[test]
    fn what_is_content_is_no_property_of_a_script() {
        assert!(element("text").unwrap().property("text").is_none());
        assert!(element("text").unwrap().json_property("text").unwrap().required);
        assert!(element("column").unwrap().json_property("height").is_none());
        assert!(element("").is_none());
    }

    #[test]
    fn each_part_has_its_types() {
        let names = |part| part_types(part).map(|known| known.json).collect::<Vec<_>>();
        assert_eq!(names(Part::Image), ["Image"]);
        assert_eq!(names(Part::Action).len(), 4);
        assert_eq!(names(Part::Element).len(), 15);
        assert_eq!(of_json_type("Input.Choice").unwrap().json, "Input.Choice");
        assert!(!of_json_type("Input.Choice").unwrap().is_input());
    }
}
