"""The engine beside its peers, on the same instances, in CPU seconds."""
