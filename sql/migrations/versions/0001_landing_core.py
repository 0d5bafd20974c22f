"""Schema part landing_core; the statements are in 0001_landing_core.sql."""

from alembic import op

from integrations.sqlfiles import read_sql

revision = "0001_landing_core"
down_revision = None


def upgrade() -> None:
    op.get_bind().exec_driver_sql(read_sql("sql", "migrations/0001_landing_core.sql"))
