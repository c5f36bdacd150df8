import { readDirectory } from "../../../engine/people/read-directory.ts";
import type { People } from "../../../engine/ports/people.ts";
import type { Adapter } from "../../adapter.ts";
import { type Finding, fine, wrong } from "../../finding.ts";
import type { LocalDirectoryConfig } from "../config.ts";
import { readPeople } from "../people-file.ts";
import { openLocalDirectory } from "./open-local-directory.ts";

/** People from a file of the company's: `directory: directory.yaml`. */
export const localDirectory: Adapter<People, LocalDirectoryConfig> = {
  name: "local",
  read: (root) => ({ file: root.path("directory") ?? "" }),
  open: async ({ file }, needs) => ({
    port: openLocalDirectory(file, needs),
    ...{ watches: [], routes: [], close: async () => {} },
  }),
  check: async ({ file }) => [...checkFile(file)],
};

/** The file, and whether somebody in it can be asked. */
function checkFile(file: string): readonly Finding[] {
  const check = "directory";
  const read = readPeople(file);
  if ("wrong" in read)
    return [
      wrong(
        check,
        { ru: `Справочник людей не читается: ${file}`, en: `The directory of people cannot be read: ${file}` },
        { ru: `Что в нём не так: ordo check ${file}`, en: `What is wrong with it: ordo check ${file}` },
      ),
    ];
  const people = Object.values(readDirectory(read.data).users);
  return [fine(check, `Людей в справочнике: ${people.length}`, `People in the directory: ${people.length}`)];
}
