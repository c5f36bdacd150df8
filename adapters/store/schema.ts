/**
 * What a column holds. `int` is a whole number below 2^53 (instants are milliseconds), `real` any number; a `?` allows
 * null.
 */
export type ColumnKind = "text" | "text?" | "int" | "int?" | "real";

const INSTANCE = {
  id: "text",
  process: "text",
  digest: "text",
  number: "int",
  status: "text",
  subject: "text",
  /** The subject as a search compares it (`foldText`). */
  folded: "text",
  requester: "text?",
  key: "text?",
  started_at: "int",
  ended_at: "int?",
  /** Sequence of the last event. */
  revision: "int",
  last_at: "int",
  /** UTF-8 bytes of all its events: a history has a stated bound. */
  history_bytes: "int",
  /** The `Instance` as JSON. */
  snapshot: "text",
  /** 0: written by a version that knew nothing of `decision_made`, `instance_viewer`, `instance_record`, `instance_step`. */
  shown: "int",
} as const;

/** One row a move, because one row an event is four times as many. */
const HISTORY = {
  instance: "text",
  first: "int",
  last: "int",
  at: "int",
  command: "text",
  /** JSON list of the move's events, without what the row says (`history-text.ts`). */
  events: "text",
} as const;

/**
 * All tables and their columns: what Kysely is typed with and what bulk statements are made of. JSON is kept as text,
 * never as `jsonb`, for the order of keys is part of a value. Truth values are 0 or 1.
 */
export const TABLES = {
  instance: INSTANCE,
  history: HISTORY,
  /** Ended instances and their histories, moved away so that what lives stays together. */
  instance_archive: INSTANCE,
  history_archive: HISTORY,

  task: {
    id: "text",
    instance: "text",
    process: "text",
    step: "text",
    purpose: "text",
    title: "text",
    about: "text?",
    assignee: "text?",
    /** JSON list; the same as rows in `task_actor`. */
    actors: "text",
    opened_at: "int",
    due_at: "int?",
    /** Whatever number the process gives: also 1.5. */
    priority: "real",
    suspended: "int",
    /** Of its instance, so that a list needs no other table. */
    number: "int",
    subject: "text",
    /** Title, subject, record and number as a search compares them (`foldText`). */
    folded: "text",
    /** JSON lists. */
    candidates: "text",
    offered_to: "text",
    excluded: "text",
    outcomes: "text",
    /** 0: written by a version that knew nothing of the columns from `number` on; whoever opens the store fills them. */
    listed: "int",
  },
  /**
   * Lists of the inbox read this table alone: `share` says whether the actor has the task (`held`) or may claim it
   * (`offered`), `due` and `opened_at` are the order (a task without a due time stands at the end of time).
   */
  task_actor: { actor: "text", task: "text", share: "text", due: "int", opened_at: "int" },
  /** What people decided; it stays when the task is closed and the instance archived. */
  decision_made: {
    task: "text",
    instance: "text",
    process: "text",
    number: "int",
    step: "text",
    purpose: "text",
    seat: "int?",
    decider: "text",
    on_behalf_of: "text?",
    outcome: "text",
    word: "text",
    title: "text",
    about: "text?",
    comment: "text?",
    at: "int",
    counts: "int",
  },
  /** Who may see an instance, live or archived, beside those who see all. */
  instance_viewer: { instance: "text", viewer: "text", started_at: "int" },
  /** Records that an instance is about, live or archived. */
  instance_record: { ref: "text", instance: "text" },
  /** Where the tokens of live instances stand. */
  instance_step: { instance: "text", step: "text", process: "text", tokens: "int" },
  timer: { id: "text", instance: "text", due_at: "int", paused: "int", leased_by: "text?", leased_until: "int" },
  /** A row for each of its names; `names` is the whole JSON list. */
  subscription: {
    id: "text",
    name: "text",
    instance: "text",
    kind: "text",
    names: "text",
    record: "text?",
    key: "text?",
    since: "int",
  },
  incident: {
    id: "text",
    instance: "text?",
    process: "text",
    step: "text?",
    code: "text",
    /** JSON `{ ru, en }`. */
    message: "text",
    /** JSON `{ ru, en }`. */
    remedy: "text",
    resolution: "text",
    at: "int",
  },
  outbox: {
    id: "text",
    instance: "text?",
    lane: "text",
    priority: "int",
    due_at: "int",
    /** JSON of the entry's `work`. */
    work: "text",
    /** Worker that holds it. */
    owner: "text?",
    epoch: "int",
    /** 1: somebody began a call that cannot be repeated safely. */
    begun: "int",
    /** 1: not before its instance resumes. */
    parked: "int",
  },
  /** Ids of commands, events and starts that were handled, and by which move. */
  inbox: { id: "text", at: "int", instance: "text?", sequence: "int" },

  live_key: { process: "text", key: "text", instance: "text" },
  once_used: { process: "text", value: "text", instance: "text?", at: "int" },
  /** Starts that wait for a key. An empty queue keeps its row for a while, so that a revision never comes twice. */
  start_queue: {
    process: "text",
    key: "text",
    revision: "int",
    /** JSON list of start requests. */
    waiting: "text",
    /** How many wait. */
    size: "int",
    changed_at: "int",
  },
  /** `body`: the occurrence as JSON. `arrival` orders them. */
  kept_message: { id: "text", name: "text", key: "text?", until_at: "int", arrival: "int", body: "text" },
  awaiting: { call: "text", child: "text", instance: "text", attempt: "int" },
  schedule: { process: "text", start: "int", due_at: "int" },
  turn: { of: "text", taker: "text" },
  /** Instance numbers by process. */
  counter: { name: "text", value: "int" },
  rejection: {
    id: "text",
    at: "int",
    by: "text?",
    instance: "text?",
    task: "text?",
    what: "text",
    code: "text",
    /** JSON. */
    detail: "text",
  },

  worker: {
    id: "text",
    name: "text",
    version: "text",
    entered_at: "int",
    seen_at: "int",
    expires_at: "int",
    ended_at: "int?",
  },
  /** A worker's epoch, apart from its heartbeats: every commit of the worker locks this row, and heartbeats must not wait. */
  fence: { worker: "text", epoch: "int" },
  duty: { name: "text", worker: "text", epoch: "int", until_at: "int" },

  version: {
    digest: "text",
    process: "text",
    number: "int",
    title: "text",
    deployed_at: "int",
    deployed_by: "text?",
    /** JSON of the `Bundle`. */
    bundle: "text",
  },
  current_version: { process: "text", digest: "text" },
  calendar: { name: "text", digest: "text", source: "text", path: "text" },
  /** Single numbers: `marker` of deployed versions. */
  meta: { name: "text", value: "int" },

  /** `number` is null until the row is sealed. Personal data lies in `registry_value`. */
  registry_row: {
    registry: "text",
    instance: "text",
    sequence: "int",
    process: "text",
    step: "text",
    actor: "text?",
    at: "int",
    number: "int?",
  },
  /** What can be erased: the entry, the salts of its commitments; `erased` names the fields that are gone (JSON each). */
  registry_value: { registry: "text", instance: "text", sequence: "int", entry: "text", salts: "text", erased: "text" },
  registry_seal: {
    registry: "text",
    number: "int",
    instance: "text",
    sequence: "int",
    digest: "text",
    chain: "text",
    /** JSON: field → commitment. */
    commitments: "text",
    sealed_at: "int",
  },
  /** The head now; `registry_head_day` keeps the last of each day (`day`: `2026-11-23`, UTC). */
  registry_head: { registry: "text", count: "int", chain: "text", at: "int" },
  registry_head_day: { registry: "text", day: "text", count: "int", chain: "text", at: "int" },

  /** `filter`: JSON. */
  saved_view: { registry: "text", owner: "text", name: "text", filter: "text", shared: "int" },

  migration: { number: "int", name: "text", applied_at: "int" },
} as const satisfies Record<string, Record<string, ColumnKind>>;

export type TableName = keyof typeof TABLES;

/** The database as Kysely sees it. */
export type Schema = { [Table in TableName]: RowOf<(typeof TABLES)[Table]> };

type RowOf<Columns> = { -readonly [Name in keyof Columns]: CellOf<Columns[Name]> };
type CellOf<Kind> = Kind extends "text"
  ? string
  : Kind extends "text?"
    ? string | null
    : Kind extends "int" | "real"
      ? number
      : number | null;
