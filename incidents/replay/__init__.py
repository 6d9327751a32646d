"""Replaying recorded calls through the same commands that people use, on the record's own clock."""
