"""One file of rows for each part of the office; see `access_matrix`."""
