import type { Migration } from "./migration.ts";
import { inWordsOf } from "./statement-words.ts";

/**
 * The outside world that ships with the engine: records, letters and sent messages. What the columns mean stands with
 * the adapters that use them (`adapters/crm/local/record-tables.ts`, `adapters/notifier/outgoing/message-tables.ts`).
 */
export const records: Migration = {
  number: 2,
  name: "records",
  statements: (kind) => STATEMENTS.map((statement) => inWordsOf(kind, statement)),
};

/** `clustered`: SQLite keeps small rows in the tree of their key. */
const STATEMENTS: readonly string[] = [
  `create table record (ref text primary key, type text not null, position int not null, fields text not null,
    revision int not null, deleted int not null, changed_at int not null)`,
  "create index record_type on record (type, position, ref) where deleted = 0",
  "create index record_position on record (position)",
  "create table record_counter (type text primary key, last int not null)",
  "create table record_field (type text not null, name text not null, position int not null, primary key (type, name)) clustered",
  `create table record_value (type text not null, field text not null, value text not null, ref text not null,
    primary key (type, field, value, ref)) clustered`,
  "create index record_value_ref on record_value (ref, field)",
  `create table record_note (id text primary key, ref text not null, position int not null, body text not null,
    files text not null, actor text, at int not null)`,
  "create index record_note_ref on record_note (ref, position)",
  "create table record_change (id text primary key, position int not null, occurrence text not null)",
  "create index record_change_position on record_change (position, id)",
  "create table record_write (key text primary key, output text not null, at int not null)",
  "create index record_write_at on record_write (at)",
  "create table record_list (name text primary key, rows text not null)",
  "create table letter (id text primary key, body text not null, folder text, at int not null)",
  `create table message (key text primary key, kind text not null, recipient text not null, channel text not null,
    address text not null, sender text, reply_to text, subject text, body text not null, facts text not null,
    process text not null, instance text not null, step text, task text, sent_at int not null, withdrawn_at int)`,
  "create index message_task on message (task) where task is not null and withdrawn_at is null",
  "create index message_instance on message (instance)",
  "create index message_sent on message (sent_at, key)",
];
