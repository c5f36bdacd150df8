import { mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../engine/ports/clock.ts";
import type { Files } from "../../engine/ports/files.ts";
import type { Database } from "../store/database.ts";
import type { Row } from "./each-row.ts";
import type { Identity } from "./identity.ts";
import { type Survey, survey } from "./survey.ts";
import { Veil } from "./veil.ts";

/** What was written. */
export interface PersonExport {
  readonly folder: string;
  readonly found: Survey;
  readonly files: number;
}

/**
 * Writes everything the installation knows of a person: `person.jsonl`, a line for each row in which he stands (its table
 * and its columns, JSON taken apart), and the files that those rows name. The folder has its name when all of it is there.
 *
 * @param folder must not be there yet
 */
export async function exportPerson(
  { database, files, clock }: { readonly database: Database; readonly files: Files; readonly clock: Clock },
  {
    identity,
    folder,
    isAmbiguous,
  }: { readonly identity: Identity; readonly folder: string; readonly isAmbiguous: boolean },
): Promise<PersonExport> {
  const draft = `${folder}.partial`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(join(draft, "files"), { recursive: true, mode: 0o700 });
  const references = new Set<string>();
  try {
    // Wherever the folder lies, nobody's repository takes it in.
    await writeFile(join(draft, ".gitignore"), "*\n", { mode: 0o600 });
    const lines = await open(join(draft, "person.jsonl"), "w", 0o600);
    let found: Survey;
    try {
      const head = { person: identity, at: new Date(clock.now()).toISOString() };
      await lines.writeFile(`${JSON.stringify(head)}\n`);
      found = await survey(database, new Veil(identity, "", isAmbiguous), async (table, row) => {
        const text = JSON.stringify({ table, row: opened(row) });
        for (const [reference] of text.matchAll(/file:[^"\\]+/gu)) references.add(reference);
        await lines.writeFile(`${text}\n`);
      });
      await lines.sync();
    } finally {
      await lines.close();
    }
    const kept = await copied(references, { files, folder: join(draft, "files") });
    await rename(draft, folder);
    return { folder, found, files: kept };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

async function copied(
  references: ReadonlySet<string>,
  { files, folder }: { readonly files: Files; readonly folder: string },
): Promise<number> {
  let count = 0;
  for (const reference of [...references].sort()) {
    const file = await files.get(reference);
    if (file === null) continue;
    count += 1;
    await writeFile(join(folder, `${count}-${file.name}`), file.bytes, { mode: 0o600 });
  }
  return count;
}

function opened(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, openedValue(value)]));
}

function openedValue(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
