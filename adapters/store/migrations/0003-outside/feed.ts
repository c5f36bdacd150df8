/** `adapters/occurrence-feed.ts`: what happened outside, whichever adapter saw it. */
export const feedStatements: readonly string[] = [
  "drop index record_change_position",
  "alter table record_change rename to occurrence_feed",
  "create index occurrence_feed_position on occurrence_feed (position, id)",
];
