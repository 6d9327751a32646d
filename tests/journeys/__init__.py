"""One person's whole job, in a browser, against the console that bin/demo starts."""
