"""Schema part berichten; the statements are in 0006_berichten.sql."""

from alembic import op

from integrations.sqlfiles import read_sql

revision = "0006_berichten"
down_revision = "0005_mart"


def upgrade() -> None:
    op.get_bind().exec_driver_sql(read_sql("sql", "migrations/0006_berichten.sql"))
