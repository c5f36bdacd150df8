import type { Bitrix24Config } from "./config.ts";
import type { Portal } from "./portal.ts";
import type { PortalUsers } from "./portal-users.ts";

/** What adapters named `bitrix24` are given beside their needs. */
export interface PortalAccess {
  /** Null: `ordo.yaml` has no section `bitrix24`. */
  readonly portal: Portal | null;
  readonly users: PortalUsers;
  /** For what is more than a call: tokens of events. Null as the portal is. */
  readonly config: Bitrix24Config | null;
}
