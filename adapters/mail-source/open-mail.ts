import type { Crm, OperationAdapter } from "../../engine/ports/crm.ts";
import type { Needs, Opened } from "../adapter.ts";
import type { Section } from "../section.ts";
import { withTables } from "../sql-database.ts";
import { readMail } from "./config.ts";
import { letterOperations } from "./letter-operations.ts";
import type { LetterTables } from "./letter-tables.ts";
import { Letters } from "./letters.ts";

/** `mail.*`, and the letters they speak of. */
export interface OpenedMail extends Opened<OperationAdapter> {
  readonly letters: Letters;
}

/**
 * Opens the mail that `ordo.yaml` names; without any the letters that are handed in otherwise. A folder of letters and
 * mailboxes on servers go together: `mail.move` reaches whatever lies on a server.
 *
 * @param root the whole file
 * @throws {Complaint} where a mailbox is not in the catalogue, or names no server
 */
export async function openMail(root: Section, needs: Needs, crm: Pick<Crm, "look">): Promise<OpenedMail> {
  const { database, feed, nowText, locale } = needs;
  const look = (ref: string) => crm.look(ref);
  const letters = new Letters({ database: withTables<LetterTables>(database), feed, look, nowText });
  const { imap, local } = readMail(root.section("mail"));
  const opened: Opened<OperationAdapter>[] = [];
  // The libraries are loaded only where they are used.
  if (imap !== null) {
    const { imapMail } = await import("./imap/open-imap-mail.ts");
    opened.push(await imapMail({ letters, look, random: () => Math.random() }).open(imap, needs));
  }
  if (local !== null) {
    const { localMail } = await import("./local/open-local-mail.ts");
    opened.push(await localMail({ letters, look }).open(local, needs));
  }
  return {
    port: opened[0]?.port ?? letterOperations({ letters, look, locale }),
    letters,
    watches: opened.flatMap(({ watches }) => watches),
    routes: [],
    async close() {
      await Promise.all(opened.map((one) => one.close()));
    },
  };
}
