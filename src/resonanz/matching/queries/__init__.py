"""Named reads of matching: runs and proposals, what is needed today, spreadsheets."""
