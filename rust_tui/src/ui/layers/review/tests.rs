//! How the line is broken, what its keys request, and how it is drawn.

use super::*;

const SIZES: [(u16, u16); 4] = [(40, 11), (80, 23), (200, 49), (40, 4)];

fn stroke(code: KeyCode, alt: bool) -> LayerEvent<'static> {
    let modifiers = Modifiers { alt, ..Modifiers::default() };
    LayerEvent::Stroke(KeyStroke { code, modifiers })
}

fn drawn(review: &mut Review) -> String {
    let mut text = String::new();
    for (columns, rows) in SIZES {
        let area = Rect::new(0, 0, columns, rows);
        let mut buffer = Buffer::empty(area);
        for position in area.positions() {
            buffer[position].set_symbol("░");
        }
        let cursor = review.draw(&mut buffer, area, &Theme::default());
        text.push_str(&format!("{columns}x{rows}, cursor {cursor:?}\n"));
        for row in area.rows() {
            let line: String = row.positions().map(|at| buffer[at].symbol()).collect();
            if !line.contains('░') {
                text.push_str(&format!("{:>2} {}\n", row.y, line.trim_end()));
            }
        }
    }
    text
}

#[test]
fn it_shows_the_text_around_the_cursor() {
    let mut review = Review::new("Run the tests.");
    let short = drawn(&mut review);
    let rest = "Then rename the queue to drop oldest, and add a test that stalls the consumer until it \
                is full; then run the benchmarks again.";
    review.update(&LayerUpdate::Offered(rest.to_owned()));
    let at_end = drawn(&mut review);
    review.handle(&stroke(KeyCode::Home, false));
    insta::assert_snapshot!([short, at_end, drawn(&mut review)].join("\n"));
}

#[test]
fn what_was_edited_is_accepted_or_sent() {
    let mut review = Review::new("Run the test.");
    review.handle(&stroke(KeyCode::Backspace, false));
    review.handle(&LayerEvent::Pasted("s\nnow."));
    let text = "Run the tests now.".to_owned();
    let accepted = Reaction::Want(LayerRequest::AcceptReview(text.clone()));
    assert_eq!(review.handle(&stroke(KeyCode::Enter, false)), accepted);
    assert_eq!(
        review.handle(&stroke(KeyCode::Enter, true)),
        Reaction::Want(LayerRequest::SendReview(text))
    );
    let discarded = Reaction::Want(LayerRequest::DiscardReview);
    assert_eq!(review.handle(&stroke(KeyCode::Escape, false)), discarded);
    for nothing in [stroke(KeyCode::Up, false), stroke(KeyCode::Function(9), false)] {
        assert_eq!(review.handle(&nothing), Reaction::Consumed);
    }
}

#[test]
fn rows_are_broken_after_spaces_and_never_within_a_character() {
    for (text, columns, expected) in [
        ("", 5, &[""][..]),
        ("abc", 5, &["abc"]),
        ("ab cd ef", 5, &["ab ", "cd ef"]),
        ("abcdefgh", 3, &["abc", "def", "gh"]),
        ("日本語", 4, &["日本", "語"]),
        ("e\u{301}e\u{301}e", 2, &["e\u{301}e\u{301}", "e"]),
        ("日", 1, &["日"]),
    ] {
        let rows: Vec<&str> = broken(text, columns).into_iter().map(|row| &text[row]).collect();
        assert_eq!(rows, expected, "{text} in {columns}");
    }
}
