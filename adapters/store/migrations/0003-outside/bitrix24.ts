/** `adapters/bitrix24`, `adapters/crm/bitrix24` and their siblings. */
export const bitrix24Statements: readonly string[] = [
  `create table bitrix24_token (client text primary key, member text not null, portal text not null,
    auth_server text not null, scope text not null, user_number int, access text not null, refresh text not null,
    application text, expires_at int not null, revision int not null, lease text, lease_until int not null,
    installed_at int not null, renewed_at int not null)`,
  // `adapters/directory/bitrix24`, `adapters/notifier/bitrix24`.
  "create table bitrix24_people (portal text primary key, people text not null, read_at int not null) clustered",
  "create table bitrix24_admin (user_number int primary key, seen_at int not null)",
  `create table bitrix24_notice (key text primary key, task text not null, user_number int not null,
    sent_at int not null, withdrawn_at int)`,
  "create index bitrix24_notice_task on bitrix24_notice (task) where withdrawn_at is null",
  "create table bitrix24_mail (key text primary key, tries int not null, begun_at int)",
  // `adapters/crm/bitrix24`.
  `create table bitrix24_shadow (ref text primary key, type text not null, number int not null, fields text not null,
    revision int not null, deleted int not null, changed text not null, settled int not null)`,
  "create index bitrix24_shadow_number on bitrix24_shadow (type, number) where deleted = 0",
  `create table bitrix24_write (key text primary key, origin text not null, ref text, kind text not null,
    wrote text not null, stood text not null, state text not null, output text not null, cause text not null, made int,
    sent_at int not null, claimed_until int not null, told int not null, at int not null)`,
  "create index bitrix24_write_ref on bitrix24_write (ref, made)",
  "create index bitrix24_write_origin on bitrix24_write (origin)",
  "create index bitrix24_write_at on bitrix24_write (at)",
  "create table bitrix24_mark (name text primary key, value text not null) clustered",
  "create table bitrix24_event (id text primary key, ref text not null, token text, at int not null)",
  "create table bitrix24_file (number int primary key, value text not null)",
];
