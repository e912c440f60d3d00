"""Letters about applications, one function each, in the recipient's language."""
