"""Files that people hand in: judged by content, made harmless, looked at by a virus scanner.

Whoever takes a file in calls `services.accept`, or puts `fields.SafeFileField` on a form, and keeps the
result under a random key. What is accepted was recognised by its bytes; its name and the media type
that a browser claimed are never believed.
"""
