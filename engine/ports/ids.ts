/** Ids at the edge, where the core cannot derive them. */
export interface Ids {
  /** A new id, unique and time-ordered (UUIDv7): neighbors in time are neighbors in the database. */
  next(): string;
}
