"""The contact form: one letter from anybody to a department."""
