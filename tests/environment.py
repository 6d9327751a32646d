"""Loaded by pytest before Django's settings are: a test run needs no variables set by hand."""

import gc
import os
import tempfile

os.environ.setdefault("DEMO", "1")
os.environ.setdefault("EXERCISE_EVERY_S", "0")  # but for the tests that are about it
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="dispatch-tests-"))

gc.set_threshold(200_000, 50, 100)  # a test leaves little behind: looking for it less often saves a tenth of the time
