"""Our words to a model: plain Markdown, no logic."""
