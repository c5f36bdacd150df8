import type { DatabaseKind, Migration } from "./migration.ts";

/** Everything there is at the beginning. What the columns mean stands in `schema.ts`. */
export const first: Migration = {
  number: 1,
  name: "first",
  statements: (kind) => [
    ...instances(kind),
    ...projections(kind),
    ...outbox(kind),
    ...starts(kind),
    ...workers(kind),
    ...versions(kind),
    ...registries(kind),
  ],
};

function instances(kind: DatabaseKind): readonly string[] {
  const instance = `(id text primary key, process text not null, digest text not null, number int not null,
    status text not null, subject text not null, folded text not null, requester text, key text, started_at int not null, ended_at int,
    revision int not null, last_at int not null, history_bytes int not null, snapshot text not null)`;
  const history = `(instance text not null, first int not null, last int not null, at int not null,
    command text not null, events text not null, primary key (instance, first))`;
  return [
    table(kind, "instance", instance, { updates: true }),
    "create index instance_number on instance (process, number)",
    "create index instance_started on instance (started_at, id)",
    "create index instance_live on instance (digest, status, id) where ended_at is null",
    "create index instance_ended on instance (ended_at, id, status) where ended_at is not null",
    table(kind, "history", history),
    table(kind, "instance_archive", instance),
    "create index instance_archive_number on instance_archive (process, number)",
    "create index instance_archive_started on instance_archive (started_at, id)",
    table(kind, "history_archive", history),
    table(kind, "counter", "(name text primary key, value int not null)", { updates: true }),
    table(kind, "turn", `("of" text primary key, taker text not null)`),
    table(
      kind,
      "rejection",
      `(id text primary key, at int not null, "by" text, instance text, task text, what text not null,
        code text not null, detail text not null)`,
    ),
    "create index rejection_at on rejection (at)",
  ];
}

function projections(kind: DatabaseKind): readonly string[] {
  return [
    table(
      kind,
      "task",
      `(id text primary key, instance text not null, process text not null, step text not null, purpose text not null,
        title text not null, about text, assignee text, actors text not null, opened_at int not null, due_at int,
        priority real not null, suspended int not null)`,
    ),
    "create index task_instance on task (instance)",
    "create index task_about on task (about) where about is not null",
    "create index task_due on task (due_at, opened_at, id)",
    table(kind, "task_actor", "(actor text not null, task text not null, primary key (actor, task))", {
      clustered: true,
    }),
    "create index task_actor_task on task_actor (task)",
    table(
      kind,
      "timer",
      `(id text primary key, instance text not null, due_at int not null, paused int not null, leased_by text,
        leased_until int not null)`,
      { queue: true },
    ),
    "create index timer_due on timer (due_at, id) where paused = 0",
    "create index timer_instance on timer (instance)",
    table(
      kind,
      "subscription",
      `(id text not null, name text not null, instance text not null, kind text not null, names text not null,
        record text, key text, since int not null, primary key (id, name))`,
    ),
    "create index subscription_name on subscription (name, record, key)",
    "create index subscription_instance on subscription (instance)",
    table(
      kind,
      "incident",
      `(id text primary key, instance text, process text not null, step text, code text not null,
        message text not null, remedy text not null, resolution text not null, at int not null)`,
    ),
    "create index incident_instance on incident (instance)",
    "create index incident_at on incident (at, id)",
  ];
}

function outbox(kind: DatabaseKind): readonly string[] {
  return [
    table(
      kind,
      "outbox",
      `(id text primary key, instance text, lane text not null, priority int not null, due_at int not null,
        work text not null, owner text, epoch int not null, begun int not null, parked int not null)`,
      { queue: true, clustered: true },
    ),
    "create index outbox_free on outbox (priority, due_at, id) where owner is null and parked = 0",
    "create index outbox_instance on outbox (instance)",
    table(kind, "inbox", "(id text primary key, at int not null, instance text, sequence int not null)", {
      clustered: true,
    }),
    "create index inbox_at on inbox (at)",
  ];
}

function starts(kind: DatabaseKind): readonly string[] {
  return [
    table(
      kind,
      "live_key",
      "(process text not null, key text not null, instance text not null, primary key (process, key))",
      { clustered: true },
    ),
    table(
      kind,
      "once_used",
      "(process text not null, value text not null, instance text, at int not null, primary key (process, value))",
      { clustered: true },
    ),
    table(
      kind,
      "start_queue",
      `(process text not null, key text not null, revision int not null, waiting text not null, size int not null,
        changed_at int not null, primary key (process, key))`,
    ),
    "create index start_queue_empty on start_queue (changed_at) where size = 0",
    "create index start_queue_waiting on start_queue (process, key) where size > 0",
    table(
      kind,
      "kept_message",
      `(id text primary key, name text not null, key text, until_at int not null, arrival int not null,
        body text not null)`,
    ),
    "create index kept_message_name on kept_message (name, arrival, id)",
    "create index kept_message_until on kept_message (until_at)",
    table(
      kind,
      "awaiting",
      "(call text primary key, child text not null, instance text not null, attempt int not null)",
    ),
    "create index awaiting_child on awaiting (child)",
    table(
      kind,
      "schedule",
      "(process text not null, start int not null, due_at int not null, primary key (process, start))",
    ),
    "create index schedule_due on schedule (due_at)",
  ];
}

function workers(kind: DatabaseKind): readonly string[] {
  return [
    table(
      kind,
      "worker",
      `(id text primary key, name text not null, version text not null, entered_at int not null, seen_at int not null,
        expires_at int not null, ended_at int)`,
      { updates: true },
    ),
    "create index worker_expires on worker (expires_at) where ended_at is null",
    table(kind, "fence", "(worker text primary key, epoch int not null)"),
    table(kind, "duty", "(name text primary key, worker text not null, epoch int not null, until_at int not null)", {
      updates: true,
    }),
  ];
}

function versions(kind: DatabaseKind): readonly string[] {
  return [
    table(
      kind,
      "version",
      `(digest text primary key, process text not null, number int not null, title text not null,
        deployed_at int not null, deployed_by text, bundle text not null)`,
    ),
    "create unique index version_number on version (process, number)",
    table(kind, "current_version", "(process text primary key, digest text not null)"),
    table(kind, "calendar", "(name text primary key, digest text not null, source text not null, path text not null)"),
    table(kind, "meta", "(name text primary key, value int not null)"),
  ];
}

function registries(kind: DatabaseKind): readonly string[] {
  return [
    table(
      kind,
      "registry_row",
      `(registry text not null, instance text not null, sequence int not null, process text not null,
        step text not null, actor text, at int not null, number int, primary key (registry, instance, sequence))`,
    ),
    "create index registry_row_unsealed on registry_row (registry, at, instance, sequence) where number is null",
    "create index registry_row_number on registry_row (registry, number) where number is not null",
    "create index registry_row_at on registry_row (registry, at)",
    "create index registry_row_instance on registry_row (instance)",
    table(
      kind,
      "registry_value",
      `(registry text not null, instance text not null, sequence int not null, entry text not null,
        salts text not null, erased text not null, primary key (registry, instance, sequence))`,
    ),
    table(
      kind,
      "registry_seal",
      `(registry text not null, number int not null, instance text not null, sequence int not null,
        digest text not null, chain text not null, commitments text not null, sealed_at int not null,
        primary key (registry, number))`,
    ),
    "create unique index registry_seal_row on registry_seal (registry, instance, sequence)",
    table(
      kind,
      "registry_head",
      "(registry text primary key, count int not null, chain text not null, at int not null)",
    ),
    table(
      kind,
      "registry_head_day",
      `(registry text not null, day text not null, count int not null, chain text not null, at int not null,
        primary key (registry, day))`,
    ),
  ];
}

interface Habits {
  /** Rows are found by primary key and small or read in its order: SQLite keeps them in the key's tree. */
  readonly clustered?: boolean;
  /** Rows are rewritten often: PostgreSQL leaves room on the page for the next version. */
  readonly updates?: boolean;
  /** Rows come and go: PostgreSQL cleans up soon. */
  readonly queue?: boolean;
}

/**
 * A table in the words of the database. On PostgreSQL text is compared byte by byte, as SQLite does and as ids and pages
 * need it.
 */
function table(kind: DatabaseKind, name: string, columns: string, habits: Habits = {}): string {
  if (kind === "sqlite") return `create table ${name} ${columns} strict${habits.clustered ? ", without rowid" : ""}`;
  const typed = columns
    .replace(/\btext\b/g, `text collate "C"`)
    .replace(/\bint\b/g, "bigint")
    .replace(/\breal\b/g, "double precision");
  const settings = [
    ...(habits.updates ? ["fillfactor = 70"] : []),
    ...(habits.queue || habits.updates
      ? ["autovacuum_vacuum_scale_factor = 0.02", "autovacuum_analyze_scale_factor = 0.05"]
      : []),
  ];
  return `create table ${name} ${typed}${settings.length > 0 ? ` with (${settings.join(", ")})` : ""}`;
}
