"""Schema part regels; the statements are in 0007_regels.sql and 0007_regie.sql."""

from alembic import op

from integrations.sqlfiles import read_sql

revision = "0007_regels"
down_revision = "0006_berichten"


def upgrade() -> None:
    for part in ("regels", "regie"):
        op.get_bind().exec_driver_sql(read_sql("sql", f"migrations/0007_{part}.sql"))
