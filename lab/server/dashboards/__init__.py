"""Reads the body of a dashboard and draws its widgets from the emulated CloudWatch."""
