"""Training of the adapter by which the embedder's tokens tell answers from sentences on the same things."""
