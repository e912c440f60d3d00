"""Where test_pages goes: for each kind of reader the pages in every state, by address."""
