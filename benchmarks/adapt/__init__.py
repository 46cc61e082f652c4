"""Training of what is added to the embedder: the adapter for late interaction, and the cross-encoder."""
