"""Named reads: the usual questions, who is due, what is counted, and sheets by their codes."""
