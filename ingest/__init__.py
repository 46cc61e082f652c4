"""From a file or an address to a document in the store."""
