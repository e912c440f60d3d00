"""Named reads of care: who is to be asked, what shows that a tandem needs somebody, what was told."""
