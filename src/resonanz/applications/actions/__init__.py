"""Every change of forms and applications."""
