"""Schema part tijdlijn; the statements are in 0009_tijdlijn.sql."""

from alembic import op

from integrations.sqlfiles import read_sql

revision = "0009_tijdlijn"
down_revision = "0008_kanalen"


def upgrade() -> None:
    op.get_bind().exec_driver_sql(read_sql("sql", "migrations/0009_tijdlijn.sql"))
