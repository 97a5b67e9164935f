"""What Alembic runs: the migrations, on the connection that archive/migrate.py hands it."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
