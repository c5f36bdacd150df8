import type { OperationAdapter } from "../../../engine/ports/crm.ts";
import type { Adapter, Needs, Opened } from "../../adapter.ts";
import { couldNotRun } from "../../complaint.ts";
import { type LocalMailConfig, readLocal } from "../config.ts";
import { type LetterOperationsParts, letterOperations } from "../letter-operations.ts";
import { MailIntake } from "../mail-intake.ts";
import { MailParser } from "../mail-parser.ts";
import { checkLetterFolder } from "./check-letter-folder.ts";
import { watchLetterFolder } from "./watch-letter-folder.ts";

/** Larger files are no letters. 60 MiB. */
const LETTER_BYTES_MAX = 60 * 1024 * 1024;
/** Reading one letter takes no longer. Milliseconds. */
const PARSE_MS_MAX = 10_000;

/**
 * Letters that are put in by hand: files in a folder for each mailbox. No server is needed; everything else is as with
 * one. `mail.move` notes where a letter belongs, the file stays.
 */
export function localMail(
  parts: Pick<LetterOperationsParts, "letters" | "look">,
): Adapter<OperationAdapter, LocalMailConfig> {
  return {
    name: "local",
    read: readLocal,
    open: (config, needs) => open(config, needs, parts),
    check: async (config) => [await checkLetterFolder(config)],
  };
}

async function open(
  { folder, pollMs }: LocalMailConfig,
  needs: Needs,
  { letters, look }: Pick<LetterOperationsParts, "letters" | "look">,
): Promise<Opened<OperationAdapter>> {
  const { catalog, clock, files, locale, logger, raise } = needs;
  const mailboxes = Object.keys(catalog?.mailboxes ?? {});
  if (mailboxes.length === 0)
    throw couldNotRun(
      {
        ru: "Раздел mail: { local } файла ordo.yaml читает ящики, а в catalog.yaml нет ни одного.",
        en: "The section mail: { local } of ordo.yaml reads mailboxes, and catalog.yaml has none.",
      },
      { ru: "Добавьте mailboxes в catalog.yaml.", en: "Add mailboxes to catalog.yaml." },
    );
  const parser = new MailParser({ clock, limitMs: PARSE_MS_MAX, threads: 1 });
  const intake = new MailIntake({ letters, files, parser, locale, attachmentBytesMax: LETTER_BYTES_MAX });
  const watch = watchLetterFolder(
    { folder, mailboxes, bytesMax: LETTER_BYTES_MAX, pollMs },
    { intake, clock, logger, raise },
  );
  return {
    port: letterOperations({ letters, look, locale }),
    watches: [watch],
    routes: [],
    async close() {
      await watch.stop();
      await parser.close();
    },
  };
}
