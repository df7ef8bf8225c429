"""What a complete intake adds: drafts, addenda, alerts, needs, problems, level of care, admission."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import guards

revision = "0002_intake_complete"
down_revision = "0001_first_tables"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
REASONS = "'scheduled', 'change', 'repeat', 'review', 'request', 'other'"
APPEND_ONLY = (
    "addendum", "alert_entry", "section_save", "reconciliation", "need",
    "problem", "problem_status", "level_of_care", "admission_entry", "assessment_review",
)  # fmt: skip
KINDS = ("assessment", "plan", "plan_line", "phase")
NEW_KINDS = ("measurement", "addendum", "alert", "problem", "level_of_care")
MEANINGS = (
    "author", "cosign", "medical_approval", "patient_participation",
    "decision", "phase_move", "hold_release",
)  # fmt: skip
NEW_MEANINGS = ("review", "disposition", "diagnosis", "late_entry", "retraction")


def upgrade() -> None:
    connection = op.get_bind()
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.String(length=200), nullable=False),
        sa.Column("tab", sa.String(length=36), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_rescued", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_draft_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_draft_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("staff_id", "page", "tab", name=op.f("uq_draft_staff_id_page_tab")),
    )
    op.create_index(op.f("ix_draft_facility_id"), "draft", ["facility_id"], unique=False)
    op.create_index(op.f("ix_draft_saved_at"), "draft", ["saved_at"], unique=False)
    op.create_table(
        "addendum",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column(
            "object_type",
            sa.Enum(
                "assessment",
                "plan",
                "plan_line",
                "phase",
                "measurement",
                "addendum",
                "alert",
                "problem",
                "level_of_care",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "addendum",
                "correction",
                "late_entry",
                "retraction",
                name="addendumkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("part", sa.String(length=80), nullable=True),
        sa.Column("was", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["staff.id"], name=op.f("fk_addendum_author_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_addendum_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_addendum_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addendum")),
    )
    op.create_index(op.f("ix_addendum_author_id"), "addendum", ["author_id"], unique=False)
    op.create_index(op.f("ix_addendum_facility_id"), "addendum", ["facility_id"], unique=False)
    op.create_index(
        "ix_addendum_object", "addendum", ["object_type", "object_id", "entered_at"], unique=False
    )
    op.create_index(op.f("ix_addendum_patient_id"), "addendum", ["patient_id"], unique=False)
    op.create_table(
        "admission_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column(
            "item",
            sa.Enum(
                "confidentiality_notice",
                "consent_to_treat",
                "admission_agreement",
                "orientation",
                name="admissionitem",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "signed",
                "acknowledged",
                "given",
                "refused",
                "unable",
                "not_needed",
                name="admissionoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("form_version", sa.String(length=40), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=60), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["staff.id"], name=op.f("fk_admission_entry_entered_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_admission_entry_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_admission_entry_facility_id_facility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission_entry")),
    )
    op.create_index(
        op.f("ix_admission_entry_entered_by_id"), "admission_entry", ["entered_by_id"], unique=False
    )
    op.create_index(
        op.f("ix_admission_entry_facility_id"), "admission_entry", ["facility_id"], unique=False
    )
    op.create_index(
        "ix_admission_entry_item",
        "admission_entry",
        ["episode_id", "item", "entered_at"],
        unique=False,
    )
    op.create_table(
        "alert",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "red_sign",
                "suicide_high",
                "suicide_moderate",
                "suicide_item9",
                "suicide_item9_screened",
                name="alertkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("why", JSON, nullable=False),
        sa.Column("steps", JSON, nullable=False),
        sa.Column("signs", JSON, nullable=False),
        sa.Column(
            "source_type",
            sa.Enum(
                "assessment",
                "plan",
                "plan_line",
                "phase",
                "measurement",
                "addendum",
                "alert",
                "problem",
                "level_of_care",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_alert_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_alert_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_alert_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["raised_by_id"], ["staff.id"], name=op.f("fk_alert_raised_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint(
            "source_id", "fingerprint", name=op.f("uq_alert_source_id_fingerprint")
        ),
    )
    op.create_index(op.f("ix_alert_episode_id"), "alert", ["episode_id"], unique=False)
    op.create_index(op.f("ix_alert_facility_id"), "alert", ["facility_id"], unique=False)
    op.create_index(
        "ix_alert_open",
        "alert",
        ["facility_id", "due_at"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
        sqlite_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(op.f("ix_alert_patient_id"), "alert", ["patient_id"], unique=False)
    op.create_index(op.f("ix_alert_raised_by_id"), "alert", ["raised_by_id"], unique=False)
    op.create_table(
        "level_of_care",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column(
            "edition",
            sa.Enum(
                "asam_4",
                "asam_3",
                "other_edition",
                name="edition",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("indicated", sa.String(length=120), nullable=False),
        sa.Column("actual", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("difference", sa.Text(), nullable=True),
        sa.Column("ratings", JSON, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["staff.id"], name=op.f("fk_level_of_care_decided_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_level_of_care_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_level_of_care_facility_id_facility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level_of_care")),
    )
    op.create_index(
        op.f("ix_level_of_care_decided_by_id"), "level_of_care", ["decided_by_id"], unique=False
    )
    op.create_index(
        op.f("ix_level_of_care_episode_id"), "level_of_care", ["episode_id"], unique=False
    )
    op.create_index(
        op.f("ix_level_of_care_facility_id"), "level_of_care", ["facility_id"], unique=False
    )
    op.create_table(
        "problem",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "diagnosis",
                "circumstance",
                "own",
                name="problemkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=12), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("substance", sa.String(length=60), nullable=True),
        sa.Column(
            "severity",
            sa.Enum(
                "0",
                "1",
                "2",
                "3",
                name="severity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("criteria", JSON, nullable=True),
        sa.Column("specifiers", sa.String(length=200), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["staff.id"], name=op.f("fk_problem_added_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_problem_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_problem_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_problem_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
    )
    op.create_index(op.f("ix_problem_added_by_id"), "problem", ["added_by_id"], unique=False)
    op.create_index(op.f("ix_problem_episode_id"), "problem", ["episode_id"], unique=False)
    op.create_index(op.f("ix_problem_facility_id"), "problem", ["facility_id"], unique=False)
    op.create_index(op.f("ix_problem_patient_id"), "problem", ["patient_id"], unique=False)
    op.create_table(
        "alert_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "done_at_once",
                "acknowledged",
                "answer_changed",
                "disposition",
                name="alertentrykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("done", JSON, nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alert.id"], name=op.f("fk_alert_entry_alert_id_alert")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["staff.id"], name=op.f("fk_alert_entry_entered_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_alert_entry_facility_id_facility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_entry")),
    )
    op.create_index(op.f("ix_alert_entry_alert_id"), "alert_entry", ["alert_id"], unique=False)
    op.create_index(
        op.f("ix_alert_entry_entered_by_id"), "alert_entry", ["entered_by_id"], unique=False
    )
    op.create_index(
        op.f("ix_alert_entry_facility_id"), "alert_entry", ["facility_id"], unique=False
    )
    op.create_table(
        "need",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("area", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sources", JSON, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_need_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_need_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_need_facility_id_facility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint("assessment_id", "key", name=op.f("uq_need_assessment_id_key")),
    )
    op.create_index(op.f("ix_need_episode_id"), "need", ["episode_id"], unique=False)
    op.create_index(op.f("ix_need_facility_id"), "need", ["facility_id"], unique=False)
    op.create_table(
        "problem_status",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("problem_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "confirmed",
                "not_confirmed",
                "active",
                "early_remission",
                "sustained_remission",
                "resolved",
                "entered_in_error",
                name="problemstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column(
            "reviewed",
            sa.Enum(
                "in_person",
                "video",
                "phone",
                name="reviewmode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["staff.id"], name=op.f("fk_problem_status_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_problem_status_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problem.id"], name=op.f("fk_problem_status_problem_id_problem")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_status")),
    )
    op.create_index(op.f("ix_problem_status_by_id"), "problem_status", ["by_id"], unique=False)
    op.create_index(
        op.f("ix_problem_status_facility_id"), "problem_status", ["facility_id"], unique=False
    )
    op.create_index(
        op.f("ix_problem_status_problem_id"), "problem_status", ["problem_id"], unique=False
    )
    op.create_table(
        "assessment_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "in_person",
                "video",
                "phone",
                name="reviewmode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_assessment_review_assessment_id_assessment"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["staff.id"], name=op.f("fk_assessment_review_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"],
            ["facility.id"],
            name=op.f("fk_assessment_review_facility_id_facility"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_review")),
    )
    for column in ("assessment_id", "by_id", "facility_id"):
        op.create_index(
            op.f(f"ix_assessment_review_{column}"), "assessment_review", [column], unique=False
        )
    op.create_table(
        "reconciliation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sides", JSON, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_reconciliation_assessment_id_assessment"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["staff.id"], name=op.f("fk_reconciliation_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_reconciliation_facility_id_facility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation")),
    )
    op.create_index(
        op.f("ix_reconciliation_assessment_id"), "reconciliation", ["assessment_id"], unique=False
    )
    op.create_index(op.f("ix_reconciliation_by_id"), "reconciliation", ["by_id"], unique=False)
    op.create_index(
        op.f("ix_reconciliation_facility_id"), "reconciliation", ["facility_id"], unique=False
    )
    op.create_table(
        "section_save",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("section_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_section_save_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["staff.id"], name=op.f("fk_section_save_saved_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["assessment_section.id"],
            name=op.f("fk_section_save_section_id_assessment_section"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_save")),
        sa.UniqueConstraint(
            "section_id", "version", name=op.f("uq_section_save_section_id_version")
        ),
    )
    op.create_index(
        op.f("ix_section_save_facility_id"), "section_save", ["facility_id"], unique=False
    )
    op.create_index(
        op.f("ix_section_save_saved_by_id"), "section_save", ["saved_by_id"], unique=False
    )
    # ### end Alembic commands ###
    for table, column in (
        ("assessment", sa.Column("record", JSON)),
        ("assessment", sa.Column("previous_id", sa.Uuid())),
        ("assessment_section", sa.Column("carried", JSON)),
        ("measurement", sa.Column("note", sa.Text())),
    ):
        op.add_column(table, column)
    op.create_index("ix_assessment_previous_id", "assessment", ["previous_id"])
    op.add_column(
        "facility",
        sa.Column("collects_teds", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute(
        "ALTER TABLE measurement ADD COLUMN reason VARCHAR(40)"
        f" CONSTRAINT ck_measurement_measurementreason CHECK (reason IN ({REASONS}))"
    )
    guards.set_words(connection, "signature", "kind", "object_type", KINDS + NEW_KINDS)
    guards.set_words(connection, "signature", "meaning", "meaning", MEANINGS + NEW_MEANINGS)
    freeze_the_intake(connection)
    for table in APPEND_ONLY:
        guards.append_only(connection, table)
    guards.freeze_when(connection, "alert", "OLD.closed_at IS NOT NULL")


def downgrade() -> None:
    connection = op.get_bind()
    op.drop_index(op.f("ix_section_save_saved_by_id"), table_name="section_save")
    op.drop_index(op.f("ix_section_save_facility_id"), table_name="section_save")
    op.drop_table("section_save")
    for column in ("facility_id", "by_id", "assessment_id"):
        op.drop_index(op.f(f"ix_assessment_review_{column}"), table_name="assessment_review")
    op.drop_table("assessment_review")
    op.drop_index(op.f("ix_reconciliation_facility_id"), table_name="reconciliation")
    op.drop_index(op.f("ix_reconciliation_by_id"), table_name="reconciliation")
    op.drop_index(op.f("ix_reconciliation_assessment_id"), table_name="reconciliation")
    op.drop_table("reconciliation")
    op.drop_index(op.f("ix_problem_status_problem_id"), table_name="problem_status")
    op.drop_index(op.f("ix_problem_status_facility_id"), table_name="problem_status")
    op.drop_index(op.f("ix_problem_status_by_id"), table_name="problem_status")
    op.drop_table("problem_status")
    op.drop_index(op.f("ix_need_facility_id"), table_name="need")
    op.drop_index(op.f("ix_need_episode_id"), table_name="need")
    op.drop_table("need")
    op.drop_index(op.f("ix_alert_entry_facility_id"), table_name="alert_entry")
    op.drop_index(op.f("ix_alert_entry_entered_by_id"), table_name="alert_entry")
    op.drop_index(op.f("ix_alert_entry_alert_id"), table_name="alert_entry")
    op.drop_table("alert_entry")
    op.drop_index(op.f("ix_problem_patient_id"), table_name="problem")
    op.drop_index(op.f("ix_problem_facility_id"), table_name="problem")
    op.drop_index(op.f("ix_problem_episode_id"), table_name="problem")
    op.drop_index(op.f("ix_problem_added_by_id"), table_name="problem")
    op.drop_table("problem")
    op.drop_index(op.f("ix_level_of_care_facility_id"), table_name="level_of_care")
    op.drop_index(op.f("ix_level_of_care_episode_id"), table_name="level_of_care")
    op.drop_index(op.f("ix_level_of_care_decided_by_id"), table_name="level_of_care")
    op.drop_table("level_of_care")
    op.drop_index(op.f("ix_alert_raised_by_id"), table_name="alert")
    op.drop_index(op.f("ix_alert_patient_id"), table_name="alert")
    op.drop_index(
        "ix_alert_open",
        table_name="alert",
        postgresql_where=sa.text("closed_at IS NULL"),
        sqlite_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(op.f("ix_alert_facility_id"), table_name="alert")
    op.drop_index(op.f("ix_alert_episode_id"), table_name="alert")
    op.drop_table("alert")
    op.drop_index("ix_admission_entry_item", table_name="admission_entry")
    op.drop_index(op.f("ix_admission_entry_facility_id"), table_name="admission_entry")
    op.drop_index(op.f("ix_admission_entry_entered_by_id"), table_name="admission_entry")
    op.drop_table("admission_entry")
    op.drop_index(op.f("ix_addendum_patient_id"), table_name="addendum")
    op.drop_index("ix_addendum_object", table_name="addendum")
    op.drop_index(op.f("ix_addendum_facility_id"), table_name="addendum")
    op.drop_index(op.f("ix_addendum_author_id"), table_name="addendum")
    op.drop_table("addendum")
    op.drop_index(op.f("ix_draft_saved_at"), table_name="draft")
    op.drop_index(op.f("ix_draft_facility_id"), table_name="draft")
    op.drop_table("draft")
    guards.set_words(connection, "signature", "kind", "object_type", KINDS)
    guards.set_words(connection, "signature", "meaning", "meaning", MEANINGS)
    guards.drop_triggers(connection, "assessment")
    guards.drop_triggers(connection, "assessment_section")
    op.drop_index("ix_assessment_previous_id", table_name="assessment")
    for table, column in (
        ("assessment", "record"),
        ("assessment", "previous_id"),
        ("assessment_section", "carried"),
        ("measurement", "note"),
        ("measurement", "reason"),
        ("facility", "collects_teds"),
    ):
        op.drop_column(table, column)
    freeze_the_intake(connection)


def freeze_the_intake(connection: sa.Connection) -> None:
    """Anew, because the triggers name the columns they watch."""
    signed = "signed_at IS NOT NULL"
    for table in ("assessment", "assessment_section"):
        guards.drop_triggers(connection, table)
    guards.freeze_when(connection, "assessment", f"OLD.{signed}")
    guards.frozen_child(
        connection, "assessment_section", "assessment", "assessment_id", f"parent.{signed}"
    )
