import { withTables } from "../sql-database.ts";
import type { DraftTables } from "../workshop/draft-tables.ts";
import { Drafts } from "../workshop/drafts.ts";
import { versionFiles } from "../workshop/version-files.ts";
import type { WorkFile } from "../workshop/work-survey.ts";
import type { Assembled } from "./assemble.ts";

/** The files of one deployed version are wanted. Plain JSON: it crosses the socket beside a SQLite file. */
export interface VersionOrder {
  readonly process: string;
  /** Its number, or its digest or the beginning of that; null: the one in force. */
  readonly version: string | null;
}

export type VersionAnswer =
  | {
      readonly kind: "files";
      readonly number: number;
      readonly digest: string;
      readonly files: readonly WorkFile[];
    }
  | { readonly kind: "unknownProcess"; readonly known: readonly string[] }
  /** Numbers of the versions that there are. */
  | { readonly kind: "unknownVersion"; readonly numbers: readonly number[] };

/** Fewer characters of a digest than these could be a number. */
const DIGEST_MIN = 8;

/** A version's files as they were deployed; its scenarios too, where it was deployed from the store. */
export async function versionOrder(assembled: Assembled, { process, version }: VersionOrder): Promise<VersionAnswer> {
  const all = await assembled.engine.useCases.versions();
  const own = all.filter((one) => one.process === process);
  if (own.length === 0) return { kind: "unknownProcess", known: [...new Set(all.map((one) => one.process))] };
  const found = own.find((one) =>
    version === null
      ? one.current
      : String(one.number) === version || (version.length >= DIGEST_MIN && one.digest.startsWith(version)),
  );
  const bundle = found === undefined ? null : await assembled.store.versions.bundle(found.digest);
  if (found === undefined || bundle === null)
    return { kind: "unknownVersion", numbers: own.map(({ number }) => number) };
  const drafts = new Drafts(withTables<DraftTables>(assembled.context.database), assembled.clock);
  const { number, digest } = found;
  return { kind: "files", number, digest, files: [...versionFiles(bundle), ...(await drafts.extra(digest))] };
}
