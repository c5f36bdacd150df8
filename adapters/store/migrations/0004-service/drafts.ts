/** `adapters/workshop`: processes as they are written where the store is their source. */
export const draftsStatements: readonly string[] = [
  `create table process_draft (process text primary key, files text not null, revision int not null, base text,
    edited_at int not null, edited_by text)`,
  "create table process_extra (digest text primary key, files text not null)",
];
