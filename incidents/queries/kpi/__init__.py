"""The figures of a centre over a period: the cases of each family, read with a fixed number of queries, and what is made of them."""
