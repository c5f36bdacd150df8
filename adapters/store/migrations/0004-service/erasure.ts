/** `adapters/person`: people who were erased, and what is looked for while it is done. */
export const erasureStatements: readonly string[] = [
  `create table person_erasure (pseudonym text primary key, looked_for text, "by" text, reason text not null,
    begun_at int not null, ended_at int)`,
];
