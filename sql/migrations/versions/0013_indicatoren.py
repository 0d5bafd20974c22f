"""Schema part indicatoren; the statements are in 0013_indicatoren.sql."""

from alembic import op

from integrations.sqlfiles import read_sql

revision = "0013_indicatoren"
down_revision = "0012_grootboek"


def upgrade() -> None:
    op.get_bind().exec_driver_sql(read_sql("sql", "migrations/0013_indicatoren.sql"))
