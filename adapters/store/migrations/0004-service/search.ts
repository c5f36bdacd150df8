/**
 * What lists of the console read, each from one table: tasks in the order of an inbox. What the columns mean stands in
 * `schema.ts`; rows that are there already are filled by whoever opens the store (`fill-lists.ts`).
 */
export const searchStatements: readonly string[] = [
  "alter table task add column number int not null default 0",
  "alter table task add column subject text not null default ''",
  "alter table task add column folded text not null default ''",
  "alter table task add column candidates text not null default '[]'",
  "alter table task add column offered_to text not null default '[]'",
  "alter table task add column excluded text not null default '[]'",
  "alter table task add column outcomes text not null default '[]'",
  "alter table task add column listed int not null default 0",
  "create index task_unlisted on task (instance) where listed = 0",
  "alter table task_actor add column share text not null default ''",
  "alter table task_actor add column due int not null default 0",
  "alter table task_actor add column opened_at int not null default 0",
  "create index task_actor_order on task_actor (actor, share, due, opened_at, task)",
];
