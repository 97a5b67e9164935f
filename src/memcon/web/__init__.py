"""The web application: an archive read, asked and reviewed in a browser, and an API behind it.

``memcon.web.app.create_app`` makes it; the extra ``web`` holds what it needs.
"""
