/** `adapters/http/request-keys.ts`: which request each key of a caller came with. */
export const requestKeysStatements: readonly string[] = [
  "create table request_key (id text primary key, digest text not null, at int not null)",
  "create index request_key_at on request_key (at)",
];
