"""The shortest way to the hub: a knock from a thread of the same process, when there is a hub in it.

Only a convenience: in the embedded console it saves the few milliseconds until the bell notices the commit.
"""

from collections.abc import Callable

# Set by the hub while it runs; safe to call from any thread.
knock: Callable[[int], None] | None = None
# The same for a whisper: the centre and its text.
pass_on: Callable[[int, bytes], None] | None = None
