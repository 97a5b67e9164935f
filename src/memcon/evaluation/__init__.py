"""Gold against record: scores, report, floors, the accuracy page."""
