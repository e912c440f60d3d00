"""Named reads of forms and applications."""
