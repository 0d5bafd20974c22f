"""Schema part grootboek; the statements are in 0012_grootboek.sql."""

from alembic import op

from integrations.sqlfiles import read_sql

revision = "0012_grootboek"
down_revision = "0011_keten"


def upgrade() -> None:
    op.get_bind().exec_driver_sql(read_sql("sql", "migrations/0012_grootboek.sql"))
