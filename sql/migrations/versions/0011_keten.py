"""Schema part keten; the statements are in 0011_keten.sql."""

from alembic import op

from integrations.sqlfiles import read_sql

revision = "0011_keten"
down_revision = "0010_opbouw"


def upgrade() -> None:
    op.get_bind().exec_driver_sql(read_sql("sql", "migrations/0011_keten.sql"))
