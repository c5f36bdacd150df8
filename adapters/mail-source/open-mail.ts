import type { Crm, OperationAdapter } from "../../engine/ports/crm.ts";
import type { Needs, Opened } from "../adapter.ts";
import type { Section } from "../section.ts";
import { withTables } from "../sql-database.ts";
import { letterOperations } from "./letter-operations.ts";
import type { LetterTables } from "./letter-tables.ts";
import { Letters } from "./letters.ts";

/** `mail.*`, and the letters they speak of. */
export interface OpenedMail extends Opened<OperationAdapter> {
  readonly letters: Letters;
}

/** Opens the mail that `ordo.yaml` names; without any the letters that were put in by hand. @param _root the whole file */
export async function openMail(_root: Section, needs: Needs, crm: Pick<Crm, "look">): Promise<OpenedMail> {
  const { database, feed, nowText, locale } = needs;
  const look = (ref: string) => crm.look(ref);
  const letters = new Letters({ database: withTables<LetterTables>(database), feed, look, nowText });
  return {
    port: letterOperations({ letters, look, locale }),
    letters,
    watches: [],
    routes: [],
    close: async () => {},
  };
}
