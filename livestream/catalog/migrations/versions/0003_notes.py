"""Takes keep what was left out of their script, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this version."""
    op.add_column("take", sa.Column("notes", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Back to the second version."""
    with op.batch_alter_table("take") as table:
        table.drop_column("notes")
