"""Starting the whole office with one command: preparing what it needs, watching what it starts."""
