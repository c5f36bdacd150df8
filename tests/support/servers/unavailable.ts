/** Why there is no such server here, in words; suites print it in the title of what they skip. */
export interface Unavailable {
  readonly skip: string;
}

/** What a suite gets: a server, or the reason why there is none. */
export type Available<Server> = (Server & { readonly skip?: undefined }) | Unavailable;

/**
 * Which servers may be used: `npm` forbids those installed on the machine, so that what `npm ci` alone brings can be
 * tried anywhere.
 */
export const ONLY_FROM_NPM = process.env.ORDO_TEST_SERVERS === "npm";

/** Windows has no shell to guard the servers. */
export const NO_SHELL = "test servers are started through sh, which Windows has not: give DATABASE_URL and REDIS_URL";

/** The text of whatever was thrown, on one line. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, " ");
}
