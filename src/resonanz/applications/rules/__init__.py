"""Who may do what with an application."""
