"""The regular expressions of the site: found by a walk, judged by their syntax, tried with wicked texts."""
