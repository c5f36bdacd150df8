/** `adapters/http/change-source.ts`: has anything moved since the last look? */
export const liveStatements: readonly string[] = ["create index instance_last on instance (last_at)"];
