"""${message}"""

from integrations.sqlfiles import read_sql
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    op.get_bind().exec_driver_sql(read_sql("sql", "migrations/${up_revision}.sql"))
