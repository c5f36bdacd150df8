import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { Assembled } from "../engine/assemble.ts";
import { openFolderFiles } from "../files/folder/open-folder-files.ts";
import { productFolder } from "../product-folder.ts";
import { withTables } from "../sql-database.ts";
import type { DraftTables } from "../workshop/draft-tables.ts";
import { Drafts } from "../workshop/drafts.ts";
import { ProcessDesk } from "../workshop/process-desk.ts";
import { Workshop } from "../workshop/workshop.ts";
import { changeSource } from "./change-source.ts";
import { readService } from "./config.ts";
import { openDoor } from "./door.ts";
import { LiveHub } from "./live-hub.ts";
import { RequestKeys, type RequestKeyTables } from "./request-keys.ts";
import { ROUTES } from "./routes/index.ts";
import type { ApiOrder } from "./serve-api.ts";

/**
 * Everything that the API and the console need, of an engine that is open.
 *
 * @param ready can the process do its work now?
 */
export function openService(
  assembled: Assembled,
  of: { readonly configuration: Configuration; readonly logger: Logger; readonly ready: ApiOrder["ready"] },
): ApiOrder {
  const { configuration, logger, ready } = of;
  const { host, port, address, trustProxy } = readService(configuration.root);
  const { engine, accounts, clock, context } = assembled;
  const live = new LiveHub({ source: changeSource(context.database), clock, logger });
  const drafts = new Drafts(withTables<DraftTables>(context.database), clock);
  const { versions } = assembled.store;
  const processes = new ProcessDesk({ configuration, versions, drafts, workshop: new Workshop() });
  const built = join(productFolder(), "console", "dist");
  return {
    ...{ host, port, trustProxy, ready, routes: ROUTES },
    service: {
      ...{ assembled, accounts, configuration, logger, live, processes, address },
      requestKeys: new RequestKeys(withTables<RequestKeyTables>(context.database), clock),
      useCases: engine.useCases,
      files: openFolderFiles(configuration.files),
      locale: configuration.locale,
    },
    door: openDoor(accounts, address),
    console: existsSync(join(built, "index.html")) ? built : null,
  };
}
