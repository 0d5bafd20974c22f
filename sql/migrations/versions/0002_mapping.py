"""Schema part mapping; the statements are in 0002_mapping.sql."""

from alembic import op

from integrations.sqlfiles import read_sql

revision = "0002_mapping"
down_revision = "0001_landing_core"


def upgrade() -> None:
    op.get_bind().exec_driver_sql(read_sql("sql", "migrations/0002_mapping.sql"))
