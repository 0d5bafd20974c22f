"""Schema part cbs; the statements are in 0004_cbs.sql."""

from alembic import op

from integrations.sqlfiles import read_sql

revision = "0004_cbs"
down_revision = "0003_quality"


def upgrade() -> None:
    op.get_bind().exec_driver_sql(read_sql("sql", "migrations/0004_cbs.sql"))
