"""Sites, rescue codes of the staff, the journal of what the staff does; an app whose clock is off."""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import DIGEST, ID, INSTANT, drop_append_only, make_append_only

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create them."""
    op.add_column("staff_member", sa.Column("totp_drift", sa.Integer, nullable=False, server_default="0"))
    op.add_column("staff_member", sa.Column("means_by", ID))
    op.add_column("staff_member", sa.Column("means_at", INSTANT))
    op.create_table(
        "site",
        sa.Column("site_id", ID, nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("siret", sa.String(14)),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("site_id", name="pk_site"),
        sa.UniqueConstraint("name", name="uq_site_name"),
        sa.UniqueConstraint("siret", name="uq_site_siret"),
    )
    op.create_table(
        "staff_rescue_code",
        sa.Column("code_digest", DIGEST, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("code_digest", name="pk_staff_rescue_code"),
    )
    op.create_index("ix_staff_rescue_code_staff_id", "staff_rescue_code", ["staff_id"])
    op.create_table(
        "staff_act",
        sa.Column("act_id", ID, nullable=False),
        sa.Column("done_at", INSTANT, nullable=False),
        sa.Column("staff_id", ID),
        sa.Column("team", sa.String(40), nullable=False),
        sa.Column("site", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("is_done", sa.Boolean, nullable=False),
        sa.Column("about_id", ID),
        sa.PrimaryKeyConstraint("act_id", name="pk_staff_act"),
    )
    op.create_index("ix_staff_act_site_team_done_at", "staff_act", ["site", "team", "done_at"])
    make_append_only("staff_act", ("act_id",), is_owned=False)


def downgrade() -> None:
    """Drop them: nobody knows any more what the staff did."""
    drop_append_only("staff_act")
    op.drop_table("staff_rescue_code")
    op.drop_table("site")
    for name in ("means_at", "means_by", "totp_drift"):
        op.drop_column("staff_member", name)
