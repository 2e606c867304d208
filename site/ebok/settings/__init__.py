"""Settings of eBOK: `base` for all, and one module each for `dev`, `test` and `production`."""
