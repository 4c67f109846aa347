//! Events in random order at random times: whatever comes when, late, twice or not at all, nothing
//! is typed into a dialog, after a cancel, twice, or into an agent that is gone; every take ends
//! once; and nothing stays as it is for longer than it may.

mod chance;
mod world;

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, proptest};

use chance::{Roll, roll};
use world::World;

/// As many as run in a second; `PROPTEST_CASES` asks for more.
const CASES: u32 = 3_000;

fn config() -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let usual = ProptestConfig::default();
    let cases = if asked { usual.cases } else { CASES };
    ProptestConfig { cases, failure_persistence: None, ..usual }
}

/// What a run failed at, with what led there.
fn explained(world: &mut World, run: impl FnOnce(&mut World)) {
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(world)));
    if let Err(panic) = result {
        let last = world.trace.len().saturating_sub(60);
        let why = panic.downcast_ref::<String>().cloned();
        let why = why.or_else(|| panic.downcast_ref::<&str>().map(|why| (*why).to_owned()));
        panic!("{}\n{}", why.unwrap_or_default(), world.trace[last..].join("\n"));
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_order_of_events_types_what_it_must_not_or_gets_stuck(
        first in roll(),
        before in vec(roll(), 0..200),
        more in vec(roll(), 0..40),
        after in vec(roll(), 0..20),
    ) {
        explained(&mut World::new(first), |world| {
            before.into_iter().for_each(|roll: Roll| world.roll(roll));
            world.come_to_rest();
            world.take_another();
            more.into_iter().for_each(|roll| world.roll(roll));
            world.end_session();
            after.into_iter().for_each(|roll| world.roll(roll));
        });
    }
}
