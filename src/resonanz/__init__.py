"""Runs mentoring programmes: from the public call to the outcome report a year later."""

__version__ = "0.1.0"
