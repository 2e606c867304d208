"""Files of forms that could not be taken yet: kept for a day for whoever chose them."""
