"""The tests: the kit in `kit/`, then one folder a kind of question."""
