/** `adapters/crm/local`: who changed what, and what a search finds; `adapters/start-each`: starts for many records. */
export const recordStatements: readonly string[] = [
  `create table record_history (ref text not null, revision int not null, at int not null, actor text, cause text,
    change text not null, "before" text not null, "after" text not null, primary key (ref, revision)) clustered`,
  "create table record_word (word text not null, type text not null, ref text not null, primary key (word, type, ref)) clustered",
  "create index record_word_ref on record_word (ref, word)",
  // 0: its words are not indexed yet; whoever opens the records does it.
  "alter table record add column words int not null default 0",
  "create index record_wordless on record (ref) where words = 0 and deleted = 0",
  `create table start_batch (id text primary key, process text not null, type text not null, filter text not null,
    input text not null, record_input text not null, total int not null, per_minute int, "by" text, override text not null,
    started_at int not null, ended_at int)`,
  "create index start_batch_started on start_batch (started_at, id)",
  `create table start_batch_item (batch text not null, position int not null, ref text not null, outcome text,
    instance text, code text, primary key (batch, position)) clustered`,
  "create index start_batch_item_open on start_batch_item (batch, position) where outcome is null",
];
