"""The console's own exercise call: played every minute, from the call to the escalation, to prove that all of it works."""
