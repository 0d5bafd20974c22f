"""Schema part regels; the statements are in 0015_regels.sql."""

from alembic import op

from integrations.sqlfiles import read_sql

revision = "0015_regels"
down_revision = "0014_nog_te_komen"


def upgrade() -> None:
    op.get_bind().exec_driver_sql(read_sql("sql", "migrations/0015_regels.sql"))
