"""Taking in deliveries: reading, judging, and making a generation visible at once."""
