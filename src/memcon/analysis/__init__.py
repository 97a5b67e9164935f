"""Questions over records and archives, one question a module."""
