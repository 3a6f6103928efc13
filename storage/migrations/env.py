"""Run by Alembic for each upgrade: hands it the connection that `storage.migrations.upgrade` was given."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
