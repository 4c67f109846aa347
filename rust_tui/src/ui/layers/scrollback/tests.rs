//! Keys and the mouse in, wishes and marks out.
