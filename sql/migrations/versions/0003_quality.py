"""Schema part quality; the statements are in 0003_quality.sql."""

from alembic import op

from integrations.sqlfiles import read_sql

revision = "0003_quality"
down_revision = "0002_mapping"


def upgrade() -> None:
    op.get_bind().exec_driver_sql(read_sql("sql", "migrations/0003_quality.sql"))
