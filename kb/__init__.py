"""The knowledge base: what is kept, how it is searched, cited, answered and judged."""
