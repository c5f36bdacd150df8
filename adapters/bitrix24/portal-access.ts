import type { InboundRequest } from "../inbound-route.ts";
import type { Bitrix24Config } from "./config.ts";
import type { Portal } from "./portal.ts";
import type { PortalEvent } from "./portal-event.ts";
import type { PortalUsers } from "./portal-users.ts";

/** What adapters named `bitrix24` are given beside their needs. */
export interface PortalAccess {
  /** Null: `ordo.yaml` has no section `bitrix24`. */
  readonly portal: Portal | null;
  readonly users: PortalUsers;
  /** Null as the portal is. */
  readonly config: Bitrix24Config | null;
  /**
   * Reads a call of the portal; null where it is not to be believed (answer 403, and do not say why). Believed is what
   * carries the application token of the app (configured, or come with its installation) or of the outbound webhook.
   */
  readonly readEvent: (request: Pick<InboundRequest, "body">) => Promise<PortalEvent | null>;
}
