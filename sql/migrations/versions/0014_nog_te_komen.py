"""Schema part nog_te_komen; the statements are in 0014_nog_te_komen.sql."""

from alembic import op

from integrations.sqlfiles import read_sql

revision = "0014_nog_te_komen"
down_revision = "0013_indicatoren"


def upgrade() -> None:
    op.get_bind().exec_driver_sql(read_sql("sql", "migrations/0014_nog_te_komen.sql"))
