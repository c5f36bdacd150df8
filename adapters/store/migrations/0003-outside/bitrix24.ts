/** `adapters/bitrix24`, `adapters/crm/bitrix24` and their siblings. */
export const bitrix24Statements: readonly string[] = [
  // `adapters/directory/bitrix24`, `adapters/notifier/bitrix24`.
  "create table bitrix24_people (portal text primary key, people text not null, read_at int not null) clustered",
  "create table bitrix24_admin (user_number int primary key, seen_at int not null)",
  `create table bitrix24_notice (key text primary key, task text, user_number int not null, tag text not null,
    notice int, sent_at int not null, withdrawn_at int)`,
  "create index bitrix24_notice_task on bitrix24_notice (task) where task is not null and withdrawn_at is null",
  "create table bitrix24_mail (key text primary key, begun_at int not null)",
];
