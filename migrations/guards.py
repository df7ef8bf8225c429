"""Triggers and rights by which the database itself refuses to change what was written or signed.

Every function takes the connection a migration runs on and speaks both dialects. PostgreSQL holds
against the application's own role; on SQLite whoever owns the file can drop a trigger, which the
hash chain and its seal then show.
"""
# ruff: noqa: S608  names and conditions come from migrations, never from input

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, inspect

from config import ConfigError

GENESIS = "0" * 64  # the head of a chain before its first event
OURS = "waypoint_"  # what every function of ours in PostgreSQL begins with
APPEND_ONLY = "append_only"  # what the triggers of an append-only table end with
READ_ONLY = ("audit_head", "audit_patient", "alembic_version")
_PATH = "SET search_path = pg_catalog, public, pg_temp"  # no schema of a caller can step between


def append_only(connection: Connection, table: str, key: Sequence[str] = ("id",)) -> None:
    """Rows of `table` can be added and read, nothing else."""
    if _is_postgresql(connection):
        _refuse_function(connection)
        _run(
            connection,
            f"CREATE TRIGGER {table}_{APPEND_ONLY} BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {OURS}refuse('is append-only')",
            _no_truncate(table),
        )
        return
    for verb in ("UPDATE", "DELETE"):
        name = f"{table}_{APPEND_ONLY}_{verb.lower()}"
        _run(connection, _sqlite(name, f"BEFORE {verb} ON {table}", f"{table} is append-only"))
    _run(connection, _no_replace(table, key))


def freeze_when(
    connection: Connection, table: str, condition: str, *, free: Iterable[str] = ()
) -> None:
    """A row can neither change nor go once `condition` holds for it, and it holds for good.

    Args:
        condition: SQL over the stored row, named OLD: `OLD.signed_at IS NOT NULL`.
        free: columns that may still change, such as a state and the version.
    """
    columns = ", ".join(_columns_but(connection, table, free))
    said = f"{table} is signed and cannot change"
    undone = f"({condition}) AND ({condition.replace('OLD.', 'NEW.')}) IS NOT TRUE"
    if _is_postgresql(connection):
        _refuse_function(connection)
        refuse = f"EXECUTE FUNCTION {OURS}refuse('is signed and cannot change')"
        _run(
            connection,
            f"CREATE TRIGGER {table}_frozen_update BEFORE UPDATE OF {columns} ON {table} "
            f"FOR EACH ROW WHEN ({condition}) {refuse}",
            f"CREATE TRIGGER {table}_frozen_delete BEFORE DELETE ON {table} "
            f"FOR EACH ROW WHEN ({condition}) {refuse}",
            f"CREATE TRIGGER {table}_frozen_for_good BEFORE UPDATE ON {table} "
            f"FOR EACH ROW WHEN ({undone}) {refuse}",
            _no_truncate(table),
        )
        return
    update = f"BEFORE UPDATE OF {columns} ON {table} WHEN {condition}"
    delete = f"BEFORE DELETE ON {table} WHEN {condition}"
    _run(
        connection,
        _sqlite(f"{table}_frozen_update", update, said),
        _sqlite(f"{table}_frozen_delete", delete, said),
        _sqlite(f"{table}_frozen_for_good", f"BEFORE UPDATE ON {table} WHEN {undone}", said),
        _no_replace(table, ("id",)),
    )


def frozen_child(
    connection: Connection,
    table: str,
    parent: str,
    key: str,
    condition: str,
    *,
    free: Iterable[str] = (),
) -> None:
    """Rows below a frozen parent can neither come, change nor go.

    Args:
        key: the column of `table` that points to `parent`.
        condition: SQL over the parent's row, named parent: `parent.signed_at IS NOT NULL`.
        free: columns of `table` that may still change.
    """
    columns = ", ".join(_columns_but(connection, table, free))
    if _is_postgresql(connection):
        _child_function(connection, table, parent, key, condition)
        events = f"INSERT OR DELETE OR UPDATE OF {columns}"
        _run(
            connection,
            f"CREATE TRIGGER {table}_parent_frozen BEFORE {events} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {OURS}{table}_parent_frozen()",
            _no_truncate(table),
        )
        return
    found = f"EXISTS (SELECT 1 FROM {parent} AS parent WHERE parent.id IN ({{}}) AND ({condition}))"
    for verb, target, rows in (
        ("insert", "INSERT", f"NEW.{key}"),
        ("update", f"UPDATE OF {columns}", f"OLD.{key}, NEW.{key}"),
        ("delete", "DELETE", f"OLD.{key}"),
    ):
        fires = f"BEFORE {target} ON {table} WHEN {found.format(rows)}"
        said = f"{table} belongs to a signed {parent} and cannot change"
        _run(connection, _sqlite(f"{table}_parent_frozen_{verb}", fires, said))


def audit(connection: Connection) -> None:
    """The trail: append-only events that move their chain's head and name their patients."""
    append_only(connection, "audit_event")
    append_only(connection, "audit_patient", ("event_id", "patient_id"))
    if _is_postgresql(connection):
        _run(connection, *_POSTGRESQL_AUDIT, _no_truncate("audit_head"))
    else:
        _run(connection, *_SQLITE_AUDIT)


def drop(connection: Connection) -> None:
    """Take down what outlives its tables; triggers go with theirs."""
    if not _is_postgresql(connection):
        return
    ours = connection.exec_driver_sql(
        "SELECT oid::regprocedure::text FROM pg_proc "
        f"WHERE pronamespace = 'public'::regnamespace AND starts_with(proname, '{OURS}')"
    )
    for (signature,) in ours.all():
        _run(connection, f"DROP FUNCTION {signature} CASCADE")


def grant_application_role(connection: Connection, role: str) -> None:
    """Give the application's role what it needs on PostgreSQL, and nothing that rewrites.

    Raises:
        ConfigError: the role owns the tables and could drop every guard.
    """
    if role == connection.exec_driver_sql("SELECT current_user").scalar_one():
        raise ConfigError("WAYPOINT_DATABASE_URL must not use the role that owns the tables.")
    name = connection.dialect.identifier_preparer.quote(role)
    every = "ALL TABLES IN SCHEMA public"
    read_only = set(READ_ONLY) & set(inspect(connection).get_table_names())
    _run(
        connection,
        f"REVOKE ALL ON {every} FROM {name}",
        f"REVOKE ALL ON {every} FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {every} TO {name}",
        *(f"REVOKE UPDATE, DELETE ON {table} FROM {name}" for table in _written_once(connection)),
        *(f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {name}" for table in sorted(read_only)),
        f"REVOKE ALL ON FUNCTION {OURS}take_chain(text) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION {OURS}take_chain(text) TO {name}",
    )


def drop_triggers(connection: Connection, table: str) -> None:
    """Take the guards of one table down, to set them anew after its columns changed."""
    found = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = '{0}'::regclass"
        if _is_postgresql(connection)
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{0}'"
    )
    ending = f" ON {table}" if _is_postgresql(connection) else ""
    names = connection.exec_driver_sql(found.format(table)).scalars().all()
    _run(connection, *(f"DROP TRIGGER {name}{ending}" for name in names))


def set_words(
    connection: Connection, table: str, rule: str, column: str, words: Sequence[str]
) -> None:
    """Let the closed set of a column hold these words from now on.

    SQLite cannot alter a constraint; its manual names rewriting the schema row, inside one
    transaction, as the way that leaves rows and triggers alone.
    """
    name = f"ck_{table}_{rule}"
    check = f"CHECK ({column} IN ({', '.join(repr(word) for word in words)}))"
    if _is_postgresql(connection):
        _run(
            connection,
            f"ALTER TABLE {table} DROP CONSTRAINT {name}",
            f"ALTER TABLE {table} ADD CONSTRAINT {name} {check}",
        )
        return
    row = f"type = 'table' AND name = '{table}'"
    old = connection.exec_driver_sql(f"SELECT sql FROM sqlite_master WHERE {row}").scalar_one()
    new, count = re.subn(
        rf"CONSTRAINT {name} CHECK \([^()]*\([^()]*\)\)", f"CONSTRAINT {name} {check}", old
    )
    if count != 1:
        raise ValueError(f"{table} has no constraint {name}")
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    _run(connection, "PRAGMA writable_schema=ON")
    connection.exec_driver_sql(f"UPDATE sqlite_master SET sql = ? WHERE {row}", (new,))
    _run(connection, f"PRAGMA schema_version={version + 1}", "PRAGMA writable_schema=OFF")


def _written_once(connection: Connection) -> Sequence[str]:
    found = connection.exec_driver_sql(
        f"SELECT tgrelid::regclass::text FROM pg_trigger WHERE right(tgname, {len(APPEND_ONLY)})"
        f" = '{APPEND_ONLY}' ORDER BY 1"
    )
    return found.scalars().all()


def _is_postgresql(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _run(connection: Connection, *statements: str) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)


def _columns_but(connection: Connection, table: str, free: Iterable[str]) -> list[str]:
    every = [column["name"] for column in inspect(connection).get_columns(table)]
    unknown = sorted(set(free) - set(every))
    if unknown:
        raise ValueError(f"{table} has no column {unknown[0]}")
    quote = connection.dialect.identifier_preparer.quote
    return [quote(name) for name in every if name not in set(free)]


def _sqlite(name: str, fires: str, said: str) -> str:
    return f"CREATE TRIGGER {name} {fires} BEGIN SELECT RAISE(ABORT, '{said}'); END"


def _no_replace(table: str, key: Sequence[str]) -> str:
    """INSERT OR REPLACE deletes the old row without asking its triggers: ask here."""
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    fires = f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
    return _sqlite(f"{table}_no_replace", fires, f"{table} has this row")


def _no_truncate(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {OURS}refuse('cannot be emptied')"
    )


def _refuse_function(connection: Connection) -> None:
    _run(
        connection,
        f"CREATE OR REPLACE FUNCTION {OURS}refuse() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN RAISE EXCEPTION USING ERRCODE = 'restrict_violation',"
        " MESSAGE = TG_TABLE_NAME || ' ' || TG_ARGV[0]; END $$",
    )


def _child_function(
    connection: Connection, table: str, parent: str, key: str, condition: str
) -> None:
    """Lock the parent while looking, so that nobody signs it between the look and the write."""
    look = (
        f"SELECT ({condition}) INTO frozen FROM {parent} AS parent WHERE parent.id = {{}}.{key}"
        " FOR SHARE; IF frozen THEN RAISE EXCEPTION USING ERRCODE = 'restrict_violation',"
        f" MESSAGE = '{table} belongs to a signed {parent} and cannot change'; END IF;"
    )
    _refuse_function(connection)
    _run(
        connection,
        f"CREATE OR REPLACE FUNCTION {OURS}{table}_parent_frozen() RETURNS trigger"
        " LANGUAGE plpgsql AS $$ DECLARE frozen boolean; BEGIN"
        f" IF TG_OP <> 'INSERT' THEN {look.format('OLD')} END IF;"
        f" IF TG_OP <> 'DELETE' THEN {look.format('NEW')} RETURN NEW; END IF;"
        " RETURN OLD; END $$",
    )


_POSTGRESQL_AUDIT = (
    f"""
    CREATE OR REPLACE FUNCTION {OURS}take_chain(wanted text)
    RETURNS TABLE (sequence bigint, hash varchar)
    LANGUAGE plpgsql SECURITY DEFINER {_PATH} AS $$
    BEGIN
      IF NOT EXISTS (SELECT 1 FROM public.audit_head h WHERE h.chain = wanted) THEN
        INSERT INTO public.audit_head AS h (chain, sequence, hash)
        VALUES (wanted, 0, '{GENESIS}') ON CONFLICT DO NOTHING;
      END IF;
      RETURN QUERY
        SELECT h.sequence, h.hash FROM public.audit_head h WHERE h.chain = wanted FOR UPDATE;
    END $$
    """,
    f"""
    CREATE OR REPLACE FUNCTION {OURS}follow_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER {_PATH} AS $$
    BEGIN
      UPDATE public.audit_head SET sequence = NEW.sequence, hash = NEW.hash
      WHERE chain = NEW.chain AND sequence = NEW.sequence - 1 AND hash = NEW.previous_hash;
      IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'restrict_violation',
          MESSAGE = 'audit_event does not follow the head of its chain';
      END IF;
      INSERT INTO public.audit_patient (event_id, patient_id, at)
      SELECT NEW.id, patient::uuid, NEW.at FROM jsonb_array_elements_text(NEW.patients) AS patient;
      RETURN NULL;
    END $$
    """,
    f"""
    CREATE TRIGGER audit_event_follow AFTER INSERT ON audit_event
    FOR EACH ROW EXECUTE FUNCTION {OURS}follow_event()
    """,
    f"""
    CREATE OR REPLACE FUNCTION {OURS}hold_head() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER {_PATH} AS $$
    BEGIN
      IF TG_OP = 'INSERT' AND NEW.sequence = 0 AND NEW.hash = '{GENESIS}' THEN
        RETURN NEW;
      END IF;
      IF TG_OP = 'UPDATE' AND NEW.chain = OLD.chain AND NEW.sequence = OLD.sequence + 1
         AND EXISTS (SELECT 1 FROM public.audit_event e WHERE e.chain = NEW.chain
                     AND e.sequence = NEW.sequence AND e.hash = NEW.hash) THEN
        RETURN NEW;
      END IF;
      RAISE EXCEPTION USING ERRCODE = 'restrict_violation',
        MESSAGE = 'audit_head follows its events and nothing else';
    END $$
    """,
    f"""
    CREATE TRIGGER audit_head_hold BEFORE INSERT OR UPDATE OR DELETE ON audit_head
    FOR EACH ROW EXECUTE FUNCTION {OURS}hold_head()
    """,
)

_HEAD_SAID = "audit_head follows its events and nothing else"
_SQLITE_AUDIT = (
    f"""
    CREATE TRIGGER audit_event_follow AFTER INSERT ON audit_event
    BEGIN
      INSERT INTO audit_head (chain, sequence, hash)
      SELECT NEW.chain, 0, '{GENESIS}'
      WHERE NOT EXISTS (SELECT 1 FROM audit_head WHERE chain = NEW.chain);
      SELECT RAISE(ABORT, 'audit_event does not follow the head of its chain')
      WHERE NOT EXISTS (SELECT 1 FROM audit_head WHERE chain = NEW.chain
                        AND sequence = NEW.sequence - 1 AND hash = NEW.previous_hash);
      UPDATE audit_head SET sequence = NEW.sequence, hash = NEW.hash WHERE chain = NEW.chain;
      INSERT INTO audit_patient (event_id, patient_id, at)
      SELECT NEW.id, replace(value, '-', ''), NEW.at FROM json_each(NEW.patients);
    END
    """,
    _sqlite(
        "audit_head_hold_insert",
        f"BEFORE INSERT ON audit_head WHEN NEW.sequence <> 0 OR NEW.hash <> '{GENESIS}'"
        " OR EXISTS (SELECT 1 FROM audit_head WHERE chain = NEW.chain)",
        _HEAD_SAID,
    ),
    _sqlite(
        "audit_head_hold_update",
        "BEFORE UPDATE ON audit_head WHEN NEW.chain <> OLD.chain"
        " OR NEW.sequence <> OLD.sequence + 1"
        " OR NOT EXISTS (SELECT 1 FROM audit_event WHERE chain = NEW.chain"
        " AND sequence = NEW.sequence AND hash = NEW.hash)",
        _HEAD_SAID,
    ),
    _sqlite("audit_head_hold_delete", "BEFORE DELETE ON audit_head", _HEAD_SAID),
)
