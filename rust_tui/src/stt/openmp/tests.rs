//! What of the environment the agent gets.

use super::*;

fn left_of(names: &[&str]) -> Vec<OsString> {
    let mut environment: Vec<(OsString, OsString)> =
        names.iter().map(|name| (name.into(), "1".into())).collect();
    without_own(&mut environment);
    environment.into_iter().map(|(name, _)| name).collect()
}

#[test]
fn the_agent_gets_the_users_environment() {
    assert_eq!(left_of(&["HOME", "GOMP_SPINCOUNT", "PARLO_STARTED_AGAIN"]), ["HOME"]);
    // The user's own choice is handed on.
    assert_eq!(left_of(&["HOME", "GOMP_SPINCOUNT"]), ["HOME", "GOMP_SPINCOUNT"]);
}
