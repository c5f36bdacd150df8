import type { UserId } from "../../engine/base/ids.ts";
import { openFolderFiles } from "../files/folder/open-folder-files.ts";
import { erasePerson, isBeingErased } from "../person/erase-person.ts";
import { exportPerson } from "../person/export-person.ts";
import { type Identity, identityOfRecord, identityOfUser } from "../person/identity.ts";
import { type Survey, survey } from "../person/survey.ts";
import { Veil } from "../person/veil.ts";
import type { Assembled } from "./assemble.ts";

/** What is done about a person. Plain JSON: it crosses the socket beside a SQLite file. */
export interface PersonOrder {
  readonly kind: "preview" | "export" | "erase";
  /** A user id, or a record's reference (`contact/12`). */
  readonly who: string;
  /** Names, addresses and phones that he is known by besides. */
  readonly also: readonly string[];
  readonly by: UserId | null;
  /** Of `erase`: stands in the registry of erasures. */
  readonly reason: string;
  /** Of `export`: absolute. */
  readonly folder: string;
}

/** A survey as it crosses the socket. */
export interface PlainSurvey {
  /** What was looked for. */
  readonly identity: Identity;
  /** Instances at work that know him, by id. */
  readonly live: readonly string[];
  readonly ended: number;
  readonly registryRows: number;
  readonly unsealed: number;
  readonly toLeave: readonly string[];
  readonly arriving: number;
  readonly rows: Readonly<Record<string, number>>;
}

export type PersonAnswer =
  | { readonly kind: "unknown" }
  | ({ readonly kind: "preview" | "busy" } & PlainSurvey)
  | ({ readonly kind: "exported"; readonly folder: string; readonly files: number } & PlainSurvey)
  | ({ readonly kind: "erased"; readonly pseudonym: string } & PlainSurvey);

/** Looks for a person, writes down what is known of him, or erases him. */
export async function personOrder(assembled: Assembled, order: PersonOrder): Promise<PersonAnswer> {
  const { context, store, clock, engine, installation, isSealing } = assembled;
  const { database } = context;
  const identity = await identityOf(assembled, order);
  if (identity === null) return { kind: "unknown" };
  const directory = await engine.useCases.people();
  const isAmbiguous =
    identity.user !== null &&
    (Object.hasOwn(directory.groups, identity.user) || Object.hasOwn(directory.departments, identity.user));
  if (identity.user !== null && !(await isKnown(assembled, identity.user))) return { kind: "unknown" };
  const plain = (found: Survey): PlainSurvey => plainOf(identity, found);
  if (order.kind === "preview")
    return { kind: "preview", ...plain(await survey(database, new Veil(identity, "", isAmbiguous))) };
  if (order.kind === "export") {
    const files = openFolderFiles(installation.files);
    const { folder, ...done } = await exportPerson(
      { database, files, clock },
      { identity, folder: order.folder, isAmbiguous },
    );
    return { kind: "exported", folder, files: done.files, ...plain(done.found) };
  }
  const parts = { database, registries: store.registries, clock, isSealing, isAmbiguous };
  const done = await erasePerson(parts, { identity, by: order.by, reason: order.reason });
  // What memory holds of instances that have ended still knows him.
  engine.forget();
  if (done.kind === "busy") return { kind: "busy", ...plain(done.found) };
  return { kind: "erased", pseudonym: done.pseudonym, ...plain(done.found) };
}

/**
 * Is there, or was there, such a person? Else any word would be put under a pseudonym wherever it stands. Whoever left is
 * known by his account, by an erasure that was interrupted, or by having acted.
 */
async function isKnown({ engine, accounts, context: { database } }: Assembled, user: string): Promise<boolean> {
  if (Object.hasOwn((await engine.useCases.people()).users, user)) return true;
  if ((await accounts.list()).some((account) => account.user === user)) return true;
  if (await isBeingErased(database, user)) return true;
  const alone: Identity = { user, record: null, names: [], emails: [], phones: [] };
  // Only where people stand: the same word elsewhere is a word.
  const found = await survey(database, new Veil(alone, "", true));
  return found.live.size + found.ended.size + found.rows.size + found.sealed.length + found.unsealed.length > 0;
}

async function identityOf({ engine, outside }: Assembled, { who, also }: PersonOrder): Promise<Identity | null> {
  if (!who.includes("/")) return identityOfUser(who, await engine.useCases.people(), also);
  const found = await outside.crm.look(who);
  return found === null && also.length === 0 ? null : identityOfRecord(who, found ?? {}, also);
}

function plainOf(identity: Identity, found: Survey): PlainSurvey {
  return {
    identity,
    live: [...found.live].sort(),
    ended: found.ended.size,
    registryRows: found.sealed.length,
    unsealed: found.unsealed.length,
    toLeave: found.toLeave,
    arriving: found.arriving,
    rows: Object.fromEntries(found.rows),
  };
}
