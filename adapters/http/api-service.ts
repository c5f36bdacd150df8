import type { Files } from "../../engine/ports/files.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { UseCases } from "../../engine/runtime/use-cases.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { Assembled } from "../engine/assemble.ts";
import type { ProcessDesk } from "../workshop/process-desk.ts";
import type { LiveHub } from "./live-hub.ts";
import type { RequestKeys } from "./request-keys.ts";

/** What the routes answer from. */
export interface Service {
  /** The engine with everything it stands on. */
  readonly assembled: Assembled;
  readonly useCases: UseCases;
  readonly accounts: Assembled["accounts"];
  readonly files: Files;
  readonly configuration: Configuration;
  readonly logger: Logger;
  /** The installation's language. */
  readonly locale: "ru" | "en";
  readonly live: LiveHub;
  /** Which request each `Idempotency-Key` came with. */
  readonly requestKeys: RequestKeys;
  /** Where analysts work on processes. */
  readonly processes: ProcessDesk;
  /** Where people reach it: `https://ordo.example.ru`. Null: only as the request says. */
  readonly address: string | null;
}
