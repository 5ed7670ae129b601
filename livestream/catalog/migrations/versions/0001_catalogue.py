"""Products, personas, scripts with their lines, takes."""

import sqlalchemy as sa
from alembic import op

from livestream.catalog.columns import Moment, Price

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this version."""
    op.create_table("once", _key(), _moment("done_at"))
    op.create_table(
        "persona",
        _key(),
        *(_text(name) for name in ("name_en", "name_zh", "style_en", "style_zh", "host_female", "host_male")),
    )
    op.create_table(
        "product",
        _id(),
        *(_text(name) for name in ("name", "brand", "category")),
        sa.Column("price", Price(), nullable=False),
        _text("currency"),
        sa.Column("list_price", Price()),
        _text("list_price_basis"),
        _json("points"),
        _text("offer"),
        sa.Column("stock", sa.Integer()),
        _text("audience"),
        *(_json(name) for name in ("story", "specs", "images")),
        _text("language"),
        _moment("created_at"),
        sa.Column("deleted_at", Moment()),
    )
    op.create_index("ix_product_name", "product", ["name"])
    op.create_table(
        "script",
        _id(),
        sa.Column("product_id", sa.Integer(), sa.ForeignKey("product.id"), nullable=False),
        *(_text(name) for name in ("persona", "tone", "language", "model")),
        _json("usage"),
        _moment("created_at"),
    )
    op.create_index("ix_script_product_id", "script", ["product_id"])
    op.create_table(
        "scriptline",
        _id(),
        sa.Column("script_id", sa.Integer(), sa.ForeignKey("script.id")),
        sa.Column("position", sa.Integer(), nullable=False),
        _text("part"),
        _text("text"),
        _json("about"),
        sa.Column("muted", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_scriptline_script_id", "scriptline", ["script_id"])
    op.create_table(
        "take",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("product_id", sa.Integer(), sa.ForeignKey("product.id"), nullable=False),
        sa.Column("script_id", sa.Integer(), sa.ForeignKey("script.id")),
        *(_text(name) for name in ("status", "stage")),
        sa.Column("progress", sa.Float(), nullable=False),
        _text("message"),
        sa.Column("duration", sa.Float(), nullable=False),
        *(_json(name) for name in ("brief", "timings")),
        *(_moment(name) for name in ("created_at", "updated_at")),
    )
    op.create_index("ix_take_product_id", "take", ["product_id"])


def downgrade() -> None:
    """Back to an empty database."""
    for table in ("take", "scriptline", "script", "product", "persona", "once"):
        op.drop_table(table)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), primary_key=True)


def _key() -> sa.Column[str]:
    return sa.Column("key", sa.String(), primary_key=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, Moment(), nullable=False)
