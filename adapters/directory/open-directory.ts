import type { People } from "../../engine/ports/people.ts";
import type { Needs, Opened } from "../adapter.ts";
import type { PortalAccess } from "../bitrix24/portal-access.ts";
import type { Section } from "../section.ts";
import { openLocalDirectory } from "./local/open-local-directory.ts";

/** Nobody is in the directory where no directory is named. */
const NOBODY: People = {
  snapshot: async () => ({ users: {}, departments: {}, groups: {}, administrators: [] }),
};

/** Opens the directory that `ordo.yaml` names. @param root the whole file; @param _access the portal, where there is one */
export async function openDirectory(root: Section, needs: Needs, _access: PortalAccess): Promise<Opened<People>> {
  const path = root.path("directory");
  const port = path === null ? NOBODY : openLocalDirectory(path, needs);
  return { port, watches: [], routes: [], close: async () => {} };
}
