"""The figures of a centre as pure rules: what each means, how it is worked out, how it is drawn, and what staff a load needs."""
