"""Schema part landing; the statements are in 0016_landing.sql."""

from alembic import op

from integrations.sqlfiles import read_sql

revision = "0016_landing"
down_revision = "0015_regels"


def upgrade() -> None:
    op.get_bind().exec_driver_sql(read_sql("sql", "migrations/0016_landing.sql"))
