"""Schema part mart; the statements are in 0005_mart.sql."""

from alembic import op

from integrations.sqlfiles import read_sql

revision = "0005_mart"
down_revision = "0004_cbs"


def upgrade() -> None:
    op.get_bind().exec_driver_sql(read_sql("sql", "migrations/0005_mart.sql"))
