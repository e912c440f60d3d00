"""The kernels that Numba compiles for the user's own processor. Nothing here is imported before it is needed."""
