import type { People } from "../../engine/ports/people.ts";
import type { Needs, Opened } from "../adapter.ts";
import type { PortalAccess } from "../bitrix24/portal-access.ts";
import { couldNotRun } from "../complaint.ts";
import type { Section } from "../section.ts";
import { openBitrix24Directory } from "./bitrix24/open-bitrix24-directory.ts";
import { readDirectoryConfig } from "./config.ts";
import { localDirectory } from "./local/local-directory.ts";

/** Nobody is in the directory where no directory is named. */
const NOBODY: People = {
  snapshot: async () => ({ users: {}, departments: {}, groups: {}, administrators: [] }),
};

/**
 * Opens the directory that `ordo.yaml` names.
 *
 * @param root the whole file
 * @param access the portal, where there is one
 * @throws {Complaint} where it cannot be used
 */
export async function openDirectory(root: Section, needs: Needs, access: PortalAccess): Promise<Opened<People>> {
  const directory = readDirectoryConfig(root);
  switch (directory.kind) {
    case "none":
      return { port: NOBODY, watches: [], routes: [], close: async () => {} };
    case "local":
      return localDirectory.open(directory.config, needs);
    case "bitrix24": {
      const { portal, users } = access;
      if (portal === null) throw noPortal();
      return openBitrix24Directory(directory.config, needs, { portal, users });
    }
  }
}

function noPortal() {
  return couldNotRun(
    { ru: "directory: bitrix24, а портал не назван", en: "directory: bitrix24, but no portal is named" },
    {
      ru: "Напишите в ordo.yaml раздел bitrix24: webhook или app",
      en: "Write the section bitrix24 into ordo.yaml: a webhook or an app",
    },
  );
}
