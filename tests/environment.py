"""Loaded by pytest before Django's settings are: a test run needs no variables set by hand."""

import os
import tempfile

os.environ.setdefault("DEMO", "1")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="dispatch-tests-"))
