//! Where the elements of an XML text stand, so that single ones can be replaced and the rest of
//! the text stays as it is.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::Event;

use super::Refusal;

/// Whether a tag opens an element, closes one, or is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Open,
    Close,
    Empty,
}

/// One tag.
#[derive(Debug, Clone)]
pub(super) struct Tag<'x> {
    /// Its place in the text, brackets included.
    pub range: Range<usize>,
    pub shape: Shape,
    /// All of it.
    pub text: &'x str,
}

/// The tags of a text from its beginning.
pub(super) struct Tags<'x> {
    text: &'x str,
    reader: Reader<&'x [u8]>,
    /// How long the mark of the encoding is, which the reader does not see.
    mark: usize,
}

/// Reads the tags of a text.
pub(super) fn tags(text: &str) -> Tags<'_> {
    let rest = text.trim_start_matches('\u{feff}');
    Tags { text, reader: Reader::from_str(rest), mark: text.len() - rest.len() }
}

impl<'x> Tags<'x> {
    /// The next tag; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Tag<'x>>, Refusal> {
        loop {
            let start = self.position()?;
            let shape = match self.reader.read_event().map_err(|_| Refusal::Broken)? {
                Event::Start(_) => Shape::Open,
                Event::End(_) => Shape::Close,
                Event::Empty(_) => Shape::Empty,
                Event::Eof => return Ok(None),
                _ => continue,
            };
            let range = start..self.position()?;
            let text = self.text.get(range.clone()).ok_or(Refusal::Broken)?;
            return Ok(Some(Tag { range, shape, text }));
        }
    }

    fn position(&self) -> Result<usize, Refusal> {
        usize::try_from(self.reader.buffer_position()).map(|at| self.mark + at).map_err(|_| Refusal::Broken)
    }
}

impl<'x> Tag<'x> {
    /// The name with its prefix.
    fn full_name(&self) -> &'x str {
        let inner = self.text.trim_start_matches(['<', '/']);
        inner.split(|letter: char| letter.is_whitespace() || "/>".contains(letter)).next().unwrap_or_default()
    }

    /// The name without its prefix.
    pub(super) fn name(&self) -> &'x str {
        self.full_name().rsplit(':').next().unwrap_or_default()
    }

    /// The prefix with its colon, or nothing.
    pub(super) fn prefix(&self) -> &'x str {
        let name = self.full_name();
        name.get(..name.len() - self.name().len()).unwrap_or_default()
    }

    /// Whether it begins an element of the name.
    pub(super) fn begins(&self, name: &str) -> bool {
        self.shape != Shape::Close && self.name() == name
    }

    /// The value of an attribute, by its name without prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let local = |key: &str| key.rsplit(':').next().unwrap_or_default() == name && !key.starts_with("xmlns");
        let (_, value) = attributes(self.text).into_iter().find(|(key, _)| local(key))?;
        unescaped(self.text.get(value)?)
    }

    /// The value of an attribute whose name and prefix are known.
    pub(super) fn exact_attribute(&self, name: &str) -> Option<String> {
        let (_, value) = attributes(self.text).into_iter().find(|(key, _)| *key == name)?;
        unescaped(self.text.get(value)?)
    }

    /// The tag with an attribute set to a value.
    pub(super) fn with(&self, name: &str, value: &str) -> String {
        with_attribute(self.text, name, value)
    }
}

fn unescaped(text: &str) -> Option<String> {
    unescape(text).ok().map(std::borrow::Cow::into_owned)
}

/// A text as the content of an element or an attribute.
pub(super) fn escaped(text: &str) -> String {
    // What XML has no way of writing is left out.
    let legal: String = text.chars().filter(|letter| *letter >= ' ' || "\n\t".contains(*letter)).collect();
    escape(&legal).into_owned()
}

/// A tag with an attribute set to a value: replaced where it is, else put behind the others.
pub(super) fn with_attribute(tag: &str, name: &str, value: &str) -> String {
    let value = escaped(value);
    match attributes(tag).into_iter().find(|(key, _)| *key == name) {
        Some((_, range)) => splice(tag, vec![(range, value)]),
        None => {
            let end = tag.trim_end_matches(['/', '>']).trim_end().len();
            splice(tag, vec![(end..end, format!(" {name}=\"{value}\""))])
        }
    }
}

/// The attributes of a tag: names, and where the values stand.
fn attributes(tag: &str) -> Vec<(&str, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = tag.find(char::is_whitespace).unwrap_or(tag.len());
    while let Some(rest) = tag.get(at..) {
        let Some(equals) = rest.find('=') else { break };
        let key = rest.get(..equals).unwrap_or_default().trim();
        let after = rest.get(equals + 1..).unwrap_or_default();
        let Some(quote) = after.find(['"', '\'']) else { break };
        let mark = after.get(quote..).and_then(|text| text.chars().next()).unwrap_or('"');
        let from = at + equals + 1 + quote + 1;
        let Some(length) = tag.get(from..).and_then(|text| text.find(mark)) else { break };
        found.push((key, from..from + length));
        at = from + length + 1;
    }
    found
}

/// A text with ranges of it replaced; those that begin at one place in the order given.
pub(super) fn splice(text: &str, mut changes: Vec<(Range<usize>, String)>) -> String {
    changes.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len() + changes.iter().map(|(_, new)| new.len()).sum::<usize>());
    let mut from = 0;
    for (range, new) in changes {
        out.push_str(text.get(from..range.start).unwrap_or_default());
        out.push_str(&new);
        from = range.end;
    }
    out + text.get(from..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_set_and_nothing_else() {
        for (tag, expected) in [
            ("<c r=\"A1\"/>", "<c r=\"A1\" s=\"7\"/>"),
            ("<c r='A1' s='12' t='s'>", "<c r='A1' s='7' t='s'>"),
            ("<x:c  r = \"A>1\" >", "<x:c  r = \"A>1\" s=\"7\" >"),
            ("<c/>", "<c s=\"7\"/>"),
        ] {
            assert_eq!(with_attribute(tag, "s", "7"), expected);
        }
    }

    #[test]
    fn tags_know_their_places() {
        let text = "<?xml version=\"1.0\"?><a:b k=\"1&amp;2\"><!-- <c> --><c/></a:b>";
        let mut tags = tags(text);
        let mut found = Vec::new();
        while let Some(tag) = tags.next().unwrap() {
            assert_eq!(text.get(tag.range.clone()), Some(tag.text));
            found.push((tag.prefix().to_owned(), tag.name().to_owned(), tag.shape, tag.attribute("k")));
        }
        let expected = [
            ("a:", "b", Shape::Open, Some("1&2".to_owned())),
            ("", "c", Shape::Empty, None),
            ("a:", "b", Shape::Close, None),
        ];
        assert_eq!(found, expected.map(|(prefix, name, shape, k)| (prefix.to_owned(), name.to_owned(), shape, k)));
    }
}
