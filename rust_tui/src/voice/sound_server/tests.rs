//! What `PULSE_SERVER` may say.

use super::*;

#[test]
fn the_variable_says_where_the_server_is() {
    let socket = |path: &str| Some(Address::Socket(path.into()));
    assert_eq!(parse("unix:/mnt/wslg/PulseServer"), socket("/mnt/wslg/PulseServer"));
    assert_eq!(parse("{4f2a}unix:/run/native tcp:host"), socket("/run/native"));
    assert_eq!(parse("/run/native"), socket("/run/native"));
    assert_eq!(parse("tcp:10.0.0.2:4713"), Some(Address::Network("tcp:10.0.0.2:4713".to_owned())));
    assert_eq!(parse(" "), None);
}
