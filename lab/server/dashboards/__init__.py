"""Reads the body of a dashboard, and what its widgets show, from the emulated CloudWatch."""
