"""The first tables, and the triggers that keep signed and audited rows as they are."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import guards

revision = "0001_first_tables"
down_revision = None
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chain", sa.String(length=36), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_roles", sa.String(length=200), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "read",
                "list",
                "search",
                "create",
                "update",
                "sign",
                "cosign",
                "addend",
                "withdraw",
                "print",
                "export",
                "denied",
                "refused",
                "failed",
                "sign_in",
                "sign_in_failed",
                "sign_out",
                "credential",
                "privilege",
                "assign",
                "emergency_access",
                "review",
                name="action",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("endpoint", sa.String(length=100), nullable=False),
        sa.Column("object_type", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=64), nullable=False),
        sa.Column("patients", JSON, nullable=False),
        sa.Column("fields", JSON, nullable=False),
        sa.Column("before_hash", sa.String(length=64), nullable=True),
        sa.Column("after_hash", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "done",
                "invalid",
                "refused",
                "denied",
                "failed",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_audit_event_sequence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("chain", "sequence", name=op.f("uq_audit_event_chain_sequence")),
    )
    op.create_index(
        op.f("ix_audit_event_chain_action_sequence"),
        "audit_event",
        ["chain", "action", "sequence"],
        unique=False,
    )
    op.create_index(
        op.f("ix_audit_event_chain_actor_id_sequence"),
        "audit_event",
        ["chain", "actor_id", "sequence"],
        unique=False,
    )
    op.create_index(
        op.f("ix_audit_event_chain_at_sequence"),
        "audit_event",
        ["chain", "at", "sequence"],
        unique=False,
    )
    op.create_table(
        "audit_head",
        sa.Column("chain", sa.String(length=36), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "audit_patient",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "patient_id", name=op.f("pk_audit_patient")),
    )
    op.create_index(
        op.f("ix_audit_patient_patient_id_at_event_id"),
        "audit_patient",
        ["patient_id", "at", "event_id"],
        unique=False,
    )
    op.create_table(
        "facility",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("part2", sa.Boolean(), nullable=False),
        sa.Column("part2_off_reason", sa.Text(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility")),
    )
    op.create_table(
        "failed_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_attempt")),
        sa.UniqueConstraint("source", "minute", name=op.f("uq_failed_attempt_source_minute")),
    )
    op.create_index(op.f("ix_failed_attempt_minute"), "failed_attempt", ["minute"], unique=False)
    op.create_table(
        "chart_counter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_chart_counter_facility_id_facility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chart_counter")),
        sa.UniqueConstraint("facility_id", name=op.f("uq_chart_counter_facility_id")),
    )
    op.create_table(
        "program",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("level_of_care", sa.String(length=120), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_program_facility_id_facility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program")),
        sa.UniqueConstraint("facility_id", "name", name=op.f("uq_program_facility_id_name")),
    )
    op.create_index(op.f("ix_program_facility_id"), "program", ["facility_id"], unique=False)
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("printed_name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("identity_proofed_on", sa.Date(), nullable=True),
        sa.Column("access_until", sa.Date(), nullable=True),
        sa.Column(
            "credential",
            sa.Enum(
                "RADT",
                "CADC",
                "LAADC",
                "LCSW",
                "LMFT",
                "LPCC",
                "psychologist",
                "RN",
                "NP",
                "PA",
                "MD",
                "DO",
                "none",
                name="credential",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("license_number", sa.String(length=40), nullable=True),
        sa.Column("license_state", sa.String(length=2), nullable=True),
        sa.Column("license_expires_on", sa.Date(), nullable=True),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("tf_primary_method", sa.String(length=20), nullable=True),
        sa.Column("tf_totp_secret", sa.Text(), nullable=True),
        sa.Column("totp_last_counter", sa.Integer(), nullable=True),
        sa.Column("mf_recovery_codes", JSON, nullable=True),
        sa.Column("last_signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_count", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_staff_facility_id_facility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_staff_fs_uniquifier")),
        sa.UniqueConstraint("username", name=op.f("uq_staff_username")),
    )
    op.create_index(op.f("ix_staff_facility_id"), "staff", ["facility_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["staff.id"], name=op.f("fk_invitation_made_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_invitation_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(op.f("ix_invitation_made_by_id"), "invitation", ["made_by_id"], unique=False)
    op.create_index(op.f("ix_invitation_staff_id"), "invitation", ["staff_id"], unique=False)
    op.create_table(
        "patient",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("chart_number", sa.Integer(), nullable=False),
        sa.Column("given_name", sa.String(length=100), nullable=False),
        sa.Column("family_name", sa.String(length=100), nullable=False),
        sa.Column("preferred_name", sa.String(length=100), nullable=True),
        sa.Column("pronouns", sa.String(length=40), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column(
            "sex",
            sa.Enum(
                "female",
                "male",
                "unknown",
                name="sex",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.String(length=60), nullable=True),
        sa.Column("needs_interpreter", sa.Boolean(), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column(
            "contact_preference",
            sa.Enum(
                "phone",
                "text",
                "email",
                "mail",
                "no_contact",
                name="contactpreference",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("may_leave_voicemail", sa.Boolean(), nullable=True),
        sa.Column("emergency_name", sa.String(length=200), nullable=True),
        sa.Column("emergency_phone", sa.String(length=40), nullable=True),
        sa.Column("emergency_relationship", sa.String(length=60), nullable=True),
        sa.Column("allergies_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_by_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_patient_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["staff.id"], name=op.f("fk_patient_registered_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient")),
        sa.UniqueConstraint(
            "facility_id", "chart_number", name=op.f("uq_patient_facility_id_chart_number")
        ),
    )
    op.create_index(
        "ix_patient_facility_birth", "patient", ["facility_id", "birth_date"], unique=False
    )
    op.create_index(op.f("ix_patient_facility_id"), "patient", ["facility_id"], unique=False)
    op.create_index(
        "ix_patient_facility_registered",
        "patient",
        ["facility_id", "registered_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_patient_registered_by_id"), "patient", ["registered_by_id"], unique=False
    )
    op.create_table(
        "staff_device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("known_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed_count", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_device_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_device")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_device_token_hash")),
    )
    op.create_index(op.f("ix_staff_device_staff_id"), "staff_device", ["staff_id"], unique=False)
    op.create_table(
        "staff_role",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "counselor",
                "therapist",
                "prescriber",
                "nurse",
                "director",
                "medical_director",
                "auditor",
                "records",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_staff_role_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["staff.id"], name=op.f("fk_staff_role_granted_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_role_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_role")),
        sa.UniqueConstraint(
            "staff_id", "facility_id", "role", name=op.f("uq_staff_role_staff_id_facility_id_role")
        ),
    )
    op.create_index(op.f("ix_staff_role_facility_id"), "staff_role", ["facility_id"], unique=False)
    op.create_index(
        op.f("ix_staff_role_granted_by_id"), "staff_role", ["granted_by_id"], unique=False
    )
    op.create_index(op.f("ix_staff_role_staff_id"), "staff_role", ["staff_id"], unique=False)
    op.create_table(
        "staff_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "signed_out",
                "idle",
                "too_old",
                "disabled",
                "password_changed",
                "ended_elsewhere",
                "factor_reset",
                name="endreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("ip", sa.String(length=45), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("failed_count", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_session_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_session_token_hash")),
    )
    op.create_index(op.f("ix_staff_session_staff_id"), "staff_session", ["staff_id"], unique=False)
    op.create_table(
        "allergy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("substance", sa.String(length=200), nullable=False),
        sa.Column("reaction", sa.String(length=200), nullable=True),
        sa.Column("is_severe", sa.Boolean(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_reason", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["staff.id"], name=op.f("fk_allergy_ended_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_allergy_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["staff.id"], name=op.f("fk_allergy_noted_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_allergy_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allergy")),
    )
    op.create_index(op.f("ix_allergy_ended_by_id"), "allergy", ["ended_by_id"], unique=False)
    op.create_index(op.f("ix_allergy_facility_id"), "allergy", ["facility_id"], unique=False)
    op.create_index(op.f("ix_allergy_noted_by_id"), "allergy", ["noted_by_id"], unique=False)
    op.create_index(op.f("ix_allergy_patient_id"), "allergy", ["patient_id"], unique=False)
    op.create_table(
        "emergency_access",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Uuid(), nullable=True),
        sa.Column("review_note", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_emergency_access_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_emergency_access_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["staff.id"], name=op.f("fk_emergency_access_reviewed_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_emergency_access_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_access")),
    )
    op.create_index(
        op.f("ix_emergency_access_facility_id"), "emergency_access", ["facility_id"], unique=False
    )
    op.create_index(
        op.f("ix_emergency_access_patient_id"), "emergency_access", ["patient_id"], unique=False
    )
    op.create_index(
        "ix_emergency_access_queue",
        "emergency_access",
        ["facility_id", "reviewed_at", "started_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_emergency_access_reach",
        "emergency_access",
        ["staff_id", "patient_id", "expires_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_emergency_access_reviewed_by_id"),
        "emergency_access",
        ["reviewed_by_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_emergency_access_staff_id"), "emergency_access", ["staff_id"], unique=False
    )
    op.create_table(
        "episode",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column(
            "referral",
            sa.Enum(
                "self",
                "sud_provider",
                "health_care",
                "school",
                "employer",
                "community",
                "court",
                "unknown",
                name="referral",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("referral_note", sa.String(length=500), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "discharge_reason",
            sa.Enum(
                "completed",
                "left",
                "terminated",
                "transferred",
                "incarcerated",
                "died",
                "other",
                name="dischargereason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("discharge_note", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_episode_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["staff.id"], name=op.f("fk_episode_opened_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_episode_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_episode")),
    )
    op.create_index(op.f("ix_episode_facility_id"), "episode", ["facility_id"], unique=False)
    op.create_index(
        "ix_episode_facility_opened", "episode", ["facility_id", "opened_at", "id"], unique=False
    )
    op.create_index(
        "ix_episode_open",
        "episode",
        ["facility_id", "opened_at", "id"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(op.f("ix_episode_opened_by_id"), "episode", ["opened_by_id"], unique=False)
    op.create_index(op.f("ix_episode_patient_id"), "episode", ["patient_id"], unique=False)
    op.create_index(
        "uq_episode_one_open_per_patient",
        "episode",
        ["patient_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "patient_name",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column(
            "word",
            sa.String(length=100).with_variant(sa.String(length=100, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_patient_name_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_patient_name_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient_name")),
    )
    op.create_index(
        op.f("ix_patient_name_patient_id"), "patient_name", ["patient_id"], unique=False
    )
    op.create_index(
        "ix_patient_name_word", "patient_name", ["facility_id", "word", "patient_id"], unique=False
    )
    op.create_table(
        "precaution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_reason", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["staff.id"], name=op.f("fk_precaution_ended_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_precaution_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["staff.id"], name=op.f("fk_precaution_noted_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_precaution_patient_id_patient")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_precaution")),
    )
    op.create_index(op.f("ix_precaution_ended_by_id"), "precaution", ["ended_by_id"], unique=False)
    op.create_index(op.f("ix_precaution_facility_id"), "precaution", ["facility_id"], unique=False)
    op.create_index(op.f("ix_precaution_noted_by_id"), "precaution", ["noted_by_id"], unique=False)
    op.create_index(op.f("ix_precaution_patient_id"), "precaution", ["patient_id"], unique=False)
    op.create_table(
        "signature",
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
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("object_version", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("canonicalization", sa.String(length=20), nullable=False),
        sa.Column("signer_id", sa.Uuid(), nullable=False),
        sa.Column("printed_name", sa.String(length=200), nullable=False),
        sa.Column("credential", sa.String(length=40), nullable=False),
        sa.Column("license_number", sa.String(length=60), nullable=True),
        sa.Column("license_expires_on", sa.Date(), nullable=True),
        sa.Column("roles", sa.String(length=200), nullable=False),
        sa.Column(
            "meaning",
            sa.Enum(
                "author",
                "cosign",
                "medical_approval",
                "patient_participation",
                "decision",
                "phase_move",
                "hold_release",
                name="meaning",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attestation", sa.String(length=500), nullable=False),
        sa.Column("attestation_version", sa.String(length=10), nullable=False),
        sa.Column(
            "proof",
            sa.Enum(
                "password",
                "totp",
                name="authmethod",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=2000), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_session_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.String(length=60), nullable=True),
        sa.Column("prior_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_signature_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_signature_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["prior_id"], ["signature.id"], name=op.f("fk_signature_prior_id_signature")
        ),
        sa.ForeignKeyConstraint(
            ["signer_id"], ["staff.id"], name=op.f("fk_signature_signer_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    op.create_index(op.f("ix_signature_facility_id"), "signature", ["facility_id"], unique=False)
    op.create_index(
        "ix_signature_object", "signature", ["object_type", "object_id", "signed_at"], unique=False
    )
    op.create_index(op.f("ix_signature_patient_id"), "signature", ["patient_id"], unique=False)
    op.create_index(op.f("ix_signature_prior_id"), "signature", ["prior_id"], unique=False)
    op.create_index(op.f("ix_signature_signer_id"), "signature", ["signer_id"], unique=False)
    op.create_table(
        "assessment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire_version", sa.String(length=20), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Uuid(), nullable=True),
        sa.Column("facts", JSON, nullable=True),
        sa.Column("content_sha256", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_assessment_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_assessment_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["staff.id"], name=op.f("fk_assessment_signed_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["staff.id"], name=op.f("fk_assessment_started_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    op.create_index(op.f("ix_assessment_episode_id"), "assessment", ["episode_id"], unique=False)
    op.create_index(op.f("ix_assessment_facility_id"), "assessment", ["facility_id"], unique=False)
    op.create_index(
        "ix_assessment_open", "assessment", ["facility_id", "signed_at", "started_at"], unique=False
    )
    op.create_index(
        op.f("ix_assessment_signed_by_id"), "assessment", ["signed_by_id"], unique=False
    )
    op.create_index(
        op.f("ix_assessment_started_by_id"), "assessment", ["started_by_id"], unique=False
    )
    op.create_index(
        "uq_assessment_one_open_per_episode",
        "assessment",
        ["episode_id"],
        unique=True,
        postgresql_where=sa.text("signed_at IS NULL"),
        sqlite_where=sa.text("signed_at IS NULL"),
    )
    op.create_table(
        "care_team_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "primary",
                "member",
                "stand_in",
                name="teampart",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["staff.id"], name=op.f("fk_care_team_member_added_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_care_team_member_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_care_team_member_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_care_team_member_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_team_member")),
    )
    op.create_index(
        op.f("ix_care_team_member_added_by_id"), "care_team_member", ["added_by_id"], unique=False
    )
    op.create_index(
        "ix_care_team_member_caseload",
        "care_team_member",
        ["staff_id", "until", "episode_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_care_team_member_episode_id"), "care_team_member", ["episode_id"], unique=False
    )
    op.create_index(
        op.f("ix_care_team_member_facility_id"), "care_team_member", ["facility_id"], unique=False
    )
    op.create_index(
        op.f("ix_care_team_member_staff_id"), "care_team_member", ["staff_id"], unique=False
    )
    op.create_index(
        "uq_care_team_member_once",
        "care_team_member",
        ["episode_id", "staff_id"],
        unique=True,
        postgresql_where=sa.text("until IS NULL"),
        sqlite_where=sa.text("until IS NULL"),
    )
    op.create_index(
        "uq_care_team_member_one_primary",
        "care_team_member",
        ["episode_id"],
        unique=True,
        postgresql_where=sa.text("until IS NULL AND part = 'primary'"),
        sqlite_where=sa.text("until IS NULL AND part = 'primary'"),
    )
    op.create_table(
        "episode_program",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_episode_program_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_episode_program_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_episode_program_program_id_program")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_episode_program")),
    )
    op.create_index(
        op.f("ix_episode_program_episode_id"), "episode_program", ["episode_id"], unique=False
    )
    op.create_index(
        op.f("ix_episode_program_facility_id"), "episode_program", ["facility_id"], unique=False
    )
    op.create_index(
        op.f("ix_episode_program_program_id"), "episode_program", ["program_id"], unique=False
    )
    op.create_index(
        "uq_episode_program_one_open",
        "episode_program",
        ["episode_id"],
        unique=True,
        postgresql_where=sa.text("until IS NULL"),
        sqlite_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "measurement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("instrument", sa.String(length=40), nullable=False),
        sa.Column("instrument_version", sa.String(length=20), nullable=False),
        sa.Column("items", JSON, nullable=True),
        sa.Column("total", sa.Double(), nullable=True),
        sa.Column("at_least", sa.Double(), nullable=True),
        sa.Column("band", sa.String(length=60), nullable=True),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("details", JSON, nullable=True),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["staff.id"], name=op.f("fk_measurement_entered_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_measurement_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_measurement_facility_id_facility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement")),
    )
    op.create_index(
        op.f("ix_measurement_entered_by_id"), "measurement", ["entered_by_id"], unique=False
    )
    op.create_index(op.f("ix_measurement_episode_id"), "measurement", ["episode_id"], unique=False)
    op.create_index(
        op.f("ix_measurement_facility_id"), "measurement", ["facility_id"], unique=False
    )
    op.create_index(
        "ix_measurement_series",
        "measurement",
        ["episode_id", "instrument", "observed_at", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_measurement_source_id"), "measurement", ["source_id"], unique=False)
    op.create_table(
        "phase_stay",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "referral",
                "assessment",
                "detox",
                "primary",
                "step_down",
                "aftercare",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("checklist", JSON, nullable=True),
        sa.Column("moved_by_id", sa.Uuid(), nullable=False),
        sa.Column("signature_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_phase_stay_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_phase_stay_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["moved_by_id"], ["staff.id"], name=op.f("fk_phase_stay_moved_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_phase_stay_signature_id_signature")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_stay")),
    )
    op.create_index(
        "ix_phase_stay_board",
        "phase_stay",
        ["facility_id", "until", "phase", "since"],
        unique=False,
    )
    op.create_index(op.f("ix_phase_stay_episode_id"), "phase_stay", ["episode_id"], unique=False)
    op.create_index(op.f("ix_phase_stay_facility_id"), "phase_stay", ["facility_id"], unique=False)
    op.create_index(op.f("ix_phase_stay_moved_by_id"), "phase_stay", ["moved_by_id"], unique=False)
    op.create_index(
        op.f("ix_phase_stay_signature_id"), "phase_stay", ["signature_id"], unique=False
    )
    op.create_index(
        "uq_phase_stay_one_open",
        "phase_stay",
        ["episode_id"],
        unique=True,
        postgresql_where=sa.text("until IS NULL"),
        sqlite_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "assessment_section",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_assessment_section_assessment_id_assessment"),
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"],
            ["facility.id"],
            name=op.f("fk_assessment_section_facility_id_facility"),
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["staff.id"], name=op.f("fk_assessment_section_saved_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_section")),
        sa.UniqueConstraint(
            "assessment_id", "section", name=op.f("uq_assessment_section_assessment_id_section")
        ),
    )
    op.create_index(
        op.f("ix_assessment_section_assessment_id"),
        "assessment_section",
        ["assessment_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_assessment_section_facility_id"),
        "assessment_section",
        ["facility_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_assessment_section_saved_by_id"),
        "assessment_section",
        ["saved_by_id"],
        unique=False,
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("based_on_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "signed",
                "cosigned",
                "active",
                "superseded",
                "closed",
                name="planstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("rulebook_version", sa.String(length=40), nullable=False),
        sa.Column("rulebook_digest", sa.String(length=64), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("draft", JSON, nullable=False),
        sa.Column("is_on_hold", sa.Boolean(), nullable=False),
        sa.Column("goal_words", sa.String(), nullable=True),
        sa.Column("strengths", sa.String(), nullable=True),
        sa.Column("transition_criteria", sa.String(), nullable=True),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drafted_by_id", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "signed_as",
            sa.Enum(
                "RADT",
                "CADC",
                "LAADC",
                "LCSW",
                "LMFT",
                "LPCC",
                "psychologist",
                "RN",
                "NP",
                "PA",
                "MD",
                "DO",
                "none",
                name="credential",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("cosigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cosigned_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "participation",
            sa.Enum(
                "agreed",
                "declined",
                "unable",
                name="participation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("participation_note", sa.String(), nullable=True),
        sa.Column("participation_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_due_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["staff.id"], name=op.f("fk_plan_approved_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_plan_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(
            ["based_on_id"], ["plan.id"], name=op.f("fk_plan_based_on_id_plan")
        ),
        sa.ForeignKeyConstraint(
            ["cosigned_by_id"], ["staff.id"], name=op.f("fk_plan_cosigned_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["staff.id"], name=op.f("fk_plan_drafted_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_plan_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_plan_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["staff.id"], name=op.f("fk_plan_signed_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("episode_id", "number", name=op.f("uq_plan_episode_id_number")),
    )
    op.create_index(op.f("ix_plan_approved_by_id"), "plan", ["approved_by_id"], unique=False)
    op.create_index(op.f("ix_plan_assessment_id"), "plan", ["assessment_id"], unique=False)
    op.create_index(op.f("ix_plan_based_on_id"), "plan", ["based_on_id"], unique=False)
    op.create_index(
        "ix_plan_board", "plan", ["facility_id", "state", "drafted_at", "id"], unique=False
    )
    op.create_index(op.f("ix_plan_cosigned_by_id"), "plan", ["cosigned_by_id"], unique=False)
    op.create_index(op.f("ix_plan_drafted_by_id"), "plan", ["drafted_by_id"], unique=False)
    op.create_index(op.f("ix_plan_episode_id"), "plan", ["episode_id"], unique=False)
    op.create_index(op.f("ix_plan_facility_id"), "plan", ["facility_id"], unique=False)
    op.create_index(op.f("ix_plan_signed_by_id"), "plan", ["signed_by_id"], unique=False)
    op.create_index(
        "uq_plan_one_active",
        "plan",
        ["episode_id"],
        unique=True,
        postgresql_where=sa.text("state = 'active'"),
        sqlite_where=sa.text("state = 'active'"),
    )
    op.create_index(
        "uq_plan_one_pending",
        "plan",
        ["episode_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('draft', 'signed', 'cosigned')"),
        sqlite_where=sa.text("state IN ('draft', 'signed', 'cosigned')"),
    )
    op.create_table(
        "plan_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("element", sa.String(length=20), nullable=True),
        sa.Column(
            "area",
            sa.Enum(
                "safety",
                "detox",
                "medication",
                "flag",
                "task",
                "lab",
                "therapy",
                "dual_diagnosis",
                "support",
                "holistic",
                "aftercare",
                "administrative",
                "brief",
                name="area",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum(
                "rule",
                "clinician",
                name="origin",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("schedule", sa.String(length=500), nullable=False),
        sa.Column("responsible", sa.String(length=120), nullable=False),
        sa.Column("goal", sa.String(length=500), nullable=False),
        sa.Column("notes", JSON, nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column(
            "urgency",
            sa.Enum(
                "U0",
                "U1",
                "U2",
                "U3",
                "U4",
                name="urgency",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "phase",
            sa.Enum(
                "referral",
                "assessment",
                "detox",
                "primary",
                "step_down",
                "aftercare",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "accepted",
                "changed",
                "declined",
                "offered_declined",
                "deferred",
                name="linestatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("needs_prescriber", sa.Boolean(), nullable=False),
        sa.Column("is_workable_from_draft", sa.Boolean(), nullable=False),
        sa.Column("planned_count", sa.Integer(), nullable=True),
        sa.Column("planned_minutes", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_plan_line_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_line_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_line")),
        sa.UniqueConstraint("plan_id", "position", name=op.f("uq_plan_line_plan_id_position")),
    )
    op.create_index("ix_plan_line_due", "plan_line", ["facility_id", "due_at", "id"], unique=False)
    op.create_index(op.f("ix_plan_line_element"), "plan_line", ["element"], unique=False)
    op.create_index(op.f("ix_plan_line_facility_id"), "plan_line", ["facility_id"], unique=False)
    op.create_index(op.f("ix_plan_line_plan_id"), "plan_line", ["plan_id"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "done",
                "missed",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "cause",
            sa.Enum(
                "declined",
                "absent",
                "canceled",
                "no_slot",
                name="missedcause",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("late_reason", sa.String(length=500), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("retracts_id", sa.Uuid(), nullable=True),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'missed') = (cause IS NOT NULL)", name=op.f("ck_delivery_cause")
        ),
        sa.CheckConstraint(
            "minutes IS NULL OR minutes BETWEEN 1 AND 1440", name=op.f("ck_delivery_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["episode.id"], name=op.f("fk_delivery_episode_id_episode")
        ),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_delivery_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["plan_line.id"], name=op.f("fk_delivery_line_id_plan_line")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["staff.id"], name=op.f("fk_delivery_recorded_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["retracts_id"], ["delivery.id"], name=op.f("fk_delivery_retracts_id_delivery")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("retracts_id", name=op.f("uq_delivery_retracts_id")),
        sa.UniqueConstraint("token", name=op.f("uq_delivery_token")),
    )
    op.create_index(op.f("ix_delivery_episode_id"), "delivery", ["episode_id"], unique=False)
    op.create_index(
        "ix_delivery_episode_when", "delivery", ["episode_id", "occurred_at", "id"], unique=False
    )
    op.create_index(op.f("ix_delivery_facility_id"), "delivery", ["facility_id"], unique=False)
    op.create_index(op.f("ix_delivery_line_id"), "delivery", ["line_id"], unique=False)
    op.create_index(
        "ix_delivery_line_when", "delivery", ["line_id", "occurred_at", "id"], unique=False
    )
    op.create_index(
        op.f("ix_delivery_recorded_by_id"), "delivery", ["recorded_by_id"], unique=False
    )
    op.create_table(
        "line_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "accept",
                "change",
                "decline",
                "defer",
                "reopen",
                "acknowledge",
                "done",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=2000), nullable=True),
        sa.Column("before", JSON, nullable=True),
        sa.Column("after", JSON, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("signature_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_line_decision_by_id_staff")),
        sa.ForeignKeyConstraint(
            ["facility_id"], ["facility.id"], name=op.f("fk_line_decision_facility_id_facility")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["plan_line.id"], name=op.f("fk_line_decision_line_id_plan_line")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name=op.f("fk_line_decision_signature_id_signature")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_decision")),
    )
    op.create_index(op.f("ix_line_decision_by_id"), "line_decision", ["by_id"], unique=False)
    op.create_index(
        op.f("ix_line_decision_facility_id"), "line_decision", ["facility_id"], unique=False
    )
    op.create_index("ix_line_decision_line_at", "line_decision", ["line_id", "at"], unique=False)
    op.create_index(op.f("ix_line_decision_line_id"), "line_decision", ["line_id"], unique=False)
    op.create_index(
        op.f("ix_line_decision_signature_id"), "line_decision", ["signature_id"], unique=False
    )
    # ### end Alembic commands ###
    keep_what_was_written(op.get_bind())


def downgrade() -> None:
    guards.drop(op.get_bind())
    op.drop_index(op.f("ix_line_decision_signature_id"), table_name="line_decision")
    op.drop_index(op.f("ix_line_decision_line_id"), table_name="line_decision")
    op.drop_index("ix_line_decision_line_at", table_name="line_decision")
    op.drop_index(op.f("ix_line_decision_facility_id"), table_name="line_decision")
    op.drop_index(op.f("ix_line_decision_by_id"), table_name="line_decision")
    op.drop_table("line_decision")
    op.drop_index(op.f("ix_delivery_recorded_by_id"), table_name="delivery")
    op.drop_index("ix_delivery_line_when", table_name="delivery")
    op.drop_index(op.f("ix_delivery_line_id"), table_name="delivery")
    op.drop_index(op.f("ix_delivery_facility_id"), table_name="delivery")
    op.drop_index("ix_delivery_episode_when", table_name="delivery")
    op.drop_index(op.f("ix_delivery_episode_id"), table_name="delivery")
    op.drop_table("delivery")
    op.drop_index(op.f("ix_plan_line_plan_id"), table_name="plan_line")
    op.drop_index(op.f("ix_plan_line_facility_id"), table_name="plan_line")
    op.drop_index(op.f("ix_plan_line_element"), table_name="plan_line")
    op.drop_index("ix_plan_line_due", table_name="plan_line")
    op.drop_table("plan_line")
    op.drop_index(
        "uq_plan_one_pending",
        table_name="plan",
        postgresql_where=sa.text("state IN ('draft', 'signed', 'cosigned')"),
        sqlite_where=sa.text("state IN ('draft', 'signed', 'cosigned')"),
    )
    op.drop_index(
        "uq_plan_one_active",
        table_name="plan",
        postgresql_where=sa.text("state = 'active'"),
        sqlite_where=sa.text("state = 'active'"),
    )
    op.drop_index(op.f("ix_plan_signed_by_id"), table_name="plan")
    op.drop_index(op.f("ix_plan_facility_id"), table_name="plan")
    op.drop_index(op.f("ix_plan_episode_id"), table_name="plan")
    op.drop_index(op.f("ix_plan_drafted_by_id"), table_name="plan")
    op.drop_index(op.f("ix_plan_cosigned_by_id"), table_name="plan")
    op.drop_index("ix_plan_board", table_name="plan")
    op.drop_index(op.f("ix_plan_based_on_id"), table_name="plan")
    op.drop_index(op.f("ix_plan_assessment_id"), table_name="plan")
    op.drop_index(op.f("ix_plan_approved_by_id"), table_name="plan")
    op.drop_table("plan")
    op.drop_index(op.f("ix_assessment_section_saved_by_id"), table_name="assessment_section")
    op.drop_index(op.f("ix_assessment_section_facility_id"), table_name="assessment_section")
    op.drop_index(op.f("ix_assessment_section_assessment_id"), table_name="assessment_section")
    op.drop_table("assessment_section")
    op.drop_index(
        "uq_phase_stay_one_open",
        table_name="phase_stay",
        postgresql_where=sa.text("until IS NULL"),
        sqlite_where=sa.text("until IS NULL"),
    )
    op.drop_index(op.f("ix_phase_stay_signature_id"), table_name="phase_stay")
    op.drop_index(op.f("ix_phase_stay_moved_by_id"), table_name="phase_stay")
    op.drop_index(op.f("ix_phase_stay_facility_id"), table_name="phase_stay")
    op.drop_index(op.f("ix_phase_stay_episode_id"), table_name="phase_stay")
    op.drop_index("ix_phase_stay_board", table_name="phase_stay")
    op.drop_table("phase_stay")
    op.drop_index(op.f("ix_measurement_source_id"), table_name="measurement")
    op.drop_index("ix_measurement_series", table_name="measurement")
    op.drop_index(op.f("ix_measurement_facility_id"), table_name="measurement")
    op.drop_index(op.f("ix_measurement_episode_id"), table_name="measurement")
    op.drop_index(op.f("ix_measurement_entered_by_id"), table_name="measurement")
    op.drop_table("measurement")
    op.drop_index(
        "uq_episode_program_one_open",
        table_name="episode_program",
        postgresql_where=sa.text("until IS NULL"),
        sqlite_where=sa.text("until IS NULL"),
    )
    op.drop_index(op.f("ix_episode_program_program_id"), table_name="episode_program")
    op.drop_index(op.f("ix_episode_program_facility_id"), table_name="episode_program")
    op.drop_index(op.f("ix_episode_program_episode_id"), table_name="episode_program")
    op.drop_table("episode_program")
    op.drop_index(
        "uq_care_team_member_one_primary",
        table_name="care_team_member",
        postgresql_where=sa.text("until IS NULL AND part = 'primary'"),
        sqlite_where=sa.text("until IS NULL AND part = 'primary'"),
    )
    op.drop_index(
        "uq_care_team_member_once",
        table_name="care_team_member",
        postgresql_where=sa.text("until IS NULL"),
        sqlite_where=sa.text("until IS NULL"),
    )
    op.drop_index(op.f("ix_care_team_member_staff_id"), table_name="care_team_member")
    op.drop_index(op.f("ix_care_team_member_facility_id"), table_name="care_team_member")
    op.drop_index(op.f("ix_care_team_member_episode_id"), table_name="care_team_member")
    op.drop_index("ix_care_team_member_caseload", table_name="care_team_member")
    op.drop_index(op.f("ix_care_team_member_added_by_id"), table_name="care_team_member")
    op.drop_table("care_team_member")
    op.drop_index(
        "uq_assessment_one_open_per_episode",
        table_name="assessment",
        postgresql_where=sa.text("signed_at IS NULL"),
        sqlite_where=sa.text("signed_at IS NULL"),
    )
    op.drop_index(op.f("ix_assessment_started_by_id"), table_name="assessment")
    op.drop_index(op.f("ix_assessment_signed_by_id"), table_name="assessment")
    op.drop_index("ix_assessment_open", table_name="assessment")
    op.drop_index(op.f("ix_assessment_facility_id"), table_name="assessment")
    op.drop_index(op.f("ix_assessment_episode_id"), table_name="assessment")
    op.drop_table("assessment")
    op.drop_index(op.f("ix_signature_signer_id"), table_name="signature")
    op.drop_index(op.f("ix_signature_prior_id"), table_name="signature")
    op.drop_index(op.f("ix_signature_patient_id"), table_name="signature")
    op.drop_index("ix_signature_object", table_name="signature")
    op.drop_index(op.f("ix_signature_facility_id"), table_name="signature")
    op.drop_table("signature")
    op.drop_index(op.f("ix_precaution_patient_id"), table_name="precaution")
    op.drop_index(op.f("ix_precaution_noted_by_id"), table_name="precaution")
    op.drop_index(op.f("ix_precaution_facility_id"), table_name="precaution")
    op.drop_index(op.f("ix_precaution_ended_by_id"), table_name="precaution")
    op.drop_table("precaution")
    op.drop_index("ix_patient_name_word", table_name="patient_name")
    op.drop_index(op.f("ix_patient_name_patient_id"), table_name="patient_name")
    op.drop_table("patient_name")
    op.drop_index(
        "uq_episode_one_open_per_patient",
        table_name="episode",
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_episode_patient_id"), table_name="episode")
    op.drop_index(op.f("ix_episode_opened_by_id"), table_name="episode")
    op.drop_index(
        "ix_episode_open",
        table_name="episode",
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_episode_facility_opened", table_name="episode")
    op.drop_index(op.f("ix_episode_facility_id"), table_name="episode")
    op.drop_table("episode")
    op.drop_index(op.f("ix_emergency_access_staff_id"), table_name="emergency_access")
    op.drop_index(op.f("ix_emergency_access_reviewed_by_id"), table_name="emergency_access")
    op.drop_index("ix_emergency_access_reach", table_name="emergency_access")
    op.drop_index("ix_emergency_access_queue", table_name="emergency_access")
    op.drop_index(op.f("ix_emergency_access_patient_id"), table_name="emergency_access")
    op.drop_index(op.f("ix_emergency_access_facility_id"), table_name="emergency_access")
    op.drop_table("emergency_access")
    op.drop_index(op.f("ix_allergy_patient_id"), table_name="allergy")
    op.drop_index(op.f("ix_allergy_noted_by_id"), table_name="allergy")
    op.drop_index(op.f("ix_allergy_facility_id"), table_name="allergy")
    op.drop_index(op.f("ix_allergy_ended_by_id"), table_name="allergy")
    op.drop_table("allergy")
    op.drop_index(op.f("ix_staff_session_staff_id"), table_name="staff_session")
    op.drop_table("staff_session")
    op.drop_index(op.f("ix_staff_role_staff_id"), table_name="staff_role")
    op.drop_index(op.f("ix_staff_role_granted_by_id"), table_name="staff_role")
    op.drop_index(op.f("ix_staff_role_facility_id"), table_name="staff_role")
    op.drop_table("staff_role")
    op.drop_index(op.f("ix_staff_device_staff_id"), table_name="staff_device")
    op.drop_table("staff_device")
    op.drop_index(op.f("ix_patient_registered_by_id"), table_name="patient")
    op.drop_index("ix_patient_facility_registered", table_name="patient")
    op.drop_index(op.f("ix_patient_facility_id"), table_name="patient")
    op.drop_index("ix_patient_facility_birth", table_name="patient")
    op.drop_table("patient")
    op.drop_index(op.f("ix_invitation_staff_id"), table_name="invitation")
    op.drop_index(op.f("ix_invitation_made_by_id"), table_name="invitation")
    op.drop_table("invitation")
    op.drop_index(op.f("ix_staff_facility_id"), table_name="staff")
    op.drop_table("staff")
    op.drop_index(op.f("ix_program_facility_id"), table_name="program")
    op.drop_table("program")
    op.drop_table("chart_counter")
    op.drop_index(op.f("ix_failed_attempt_minute"), table_name="failed_attempt")
    op.drop_table("failed_attempt")
    op.drop_table("facility")
    op.drop_index(op.f("ix_audit_patient_patient_id_at_event_id"), table_name="audit_patient")
    op.drop_table("audit_patient")
    op.drop_table("audit_head")
    op.drop_index(op.f("ix_audit_event_chain_at_sequence"), table_name="audit_event")
    op.drop_index(op.f("ix_audit_event_chain_actor_id_sequence"), table_name="audit_event")
    op.drop_index(op.f("ix_audit_event_chain_action_sequence"), table_name="audit_event")
    op.drop_table("audit_event")
    # ### end Alembic commands ###


PLAN_SIGNED = "state <> 'draft'"
PLAN_LIFE = (
    "state",
    "version",
    "cosigned_at",
    "cosigned_by_id",
    "approved_at",
    "approved_by_id",
    "participation",
    "participation_note",
    "participation_at",
    "activated_at",
    "ended_at",
    "review_due_on",
)


def keep_what_was_written(connection: sa.Connection) -> None:
    """Which rows the database itself never lets change (see migrations/guards.py)."""
    guards.audit(connection)
    for table in ("signature", "line_decision", "delivery", "measurement"):
        guards.append_only(connection, table)
    guards.freeze_when(connection, "assessment", "OLD.signed_at IS NOT NULL")
    guards.frozen_child(
        connection, "assessment_section", "assessment", "assessment_id",
        "parent.signed_at IS NOT NULL",
    )  # fmt: skip
    guards.freeze_when(connection, "plan", f"OLD.{PLAN_SIGNED}", free=PLAN_LIFE)
    guards.frozen_child(connection, "plan_line", "plan", "plan_id", f"parent.{PLAN_SIGNED}")
