//! The one integration binary: parlo as its users and their agents see it.
