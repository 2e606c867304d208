"""People of the office, made and changed by administrators in the CMS: no names, no passwords."""
