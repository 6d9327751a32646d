"""Commands for whoever looks after the console."""
