/**
 * The database cannot be reached or does not answer; nothing is known to be written. The same may be tried again.
 */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";
}
