"""From documents to records, one step a module (docs/design.md, "The way through the house")."""
