/** `adapters/bitrix24`, `adapters/crm/bitrix24` and their siblings. */
export const bitrix24Statements: readonly string[] = [
  `create table bitrix24_token (client text primary key, member text not null, portal text not null,
    auth_server text not null, scope text not null, user_number int, access text not null, refresh text not null,
    application text, expires_at int not null, revision int not null, lease text, lease_until int not null,
    installed_at int not null, renewed_at int not null)`,
  // `adapters/directory/bitrix24`, `adapters/notifier/bitrix24`.
  "create table bitrix24_people (portal text primary key, people text not null, read_at int not null) clustered",
  "create table bitrix24_admin (user_number int primary key, seen_at int not null)",
  `create table bitrix24_notice (key text primary key, task text, user_number int not null, tag text not null,
    notice int, sent_at int not null, withdrawn_at int)`,
  "create index bitrix24_notice_task on bitrix24_notice (task) where task is not null and withdrawn_at is null",
  "create table bitrix24_mail (key text primary key, begun_at int not null)",
];
