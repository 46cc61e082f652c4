"""Word lists that a policy officer can extend: plain TOML, one file a language or matter."""
