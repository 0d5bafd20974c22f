"""Schema part kanalen; the statements are in 0008_kanalen.sql."""

from alembic import op

from integrations.sqlfiles import read_sql

revision = "0008_kanalen"
down_revision = "0007_regels"


def upgrade() -> None:
    op.get_bind().exec_driver_sql(read_sql("sql", "migrations/0008_kanalen.sql"))
