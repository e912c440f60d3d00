"""How templates show services."""
