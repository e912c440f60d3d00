"""Pages of the two, of third persons with a link, and of the team in an emergency."""
