"""Schema part opbouw; the statements are in 0010_opbouw.sql."""

from alembic import op

from integrations.sqlfiles import read_sql

revision = "0010_opbouw"
down_revision = "0009_tijdlijn"


def upgrade() -> None:
    op.get_bind().exec_driver_sql(read_sql("sql", "migrations/0010_opbouw.sql"))
