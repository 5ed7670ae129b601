"""Takes know which language model writes for them, and the kind of their failure."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None
NEW = ("model", "failure")


def upgrade() -> None:
    """To this version."""
    for name in NEW:
        op.add_column("take", sa.Column(name, sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    """Back to the first version."""
    with op.batch_alter_table("take") as table:
        for name in NEW:
            table.drop_column(name)
