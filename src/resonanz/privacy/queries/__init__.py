"""Named reads: a person's own data, what is due to be deleted, what hinders a deletion."""
