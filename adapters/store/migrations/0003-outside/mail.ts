/** `adapters/mail-source`: letters and mailboxes; `adapters/sent-letters.ts`. */
export const mailStatements: readonly string[] = [
  "alter table letter add column print text",
  "alter table letter add column record text",
  "create index letter_record on letter (record, at) where record is not null",
  "alter table letter add column emptied int not null default 0",
  "create index letter_kept on letter (at) where emptied = 0",
  "create table sent_letter (id text primary key, record text, at int not null)",
  "create index sent_letter_at on sent_letter (at)",
  `create table mailbox_bookmark (mailbox text primary key, folder text not null, validity text not null,
    uid int not null, since int not null)`,
  `create table mailbox_place (mailbox text not null, folder text not null, validity text not null, uid int not null,
    letter text not null, size int not null, seen int not null, primary key (mailbox, folder, validity, uid)) clustered`,
  "create index mailbox_place_letter on mailbox_place (letter)",
  "create index mailbox_place_unseen on mailbox_place (mailbox) where seen = 0",
  `create table mailbox_attempt (mailbox text not null, validity text not null, uid int not null, begun int not null,
    failed int not null, primary key (mailbox, validity, uid)) clustered`,
  "create table mailbox_lease (mailbox text primary key, holder text not null, until int not null)",
];
