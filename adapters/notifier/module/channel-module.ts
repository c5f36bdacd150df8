import type { Clock } from "../../../engine/ports/clock.ts";
import type { Logger } from "../../../engine/ports/logger.ts";
import type { Finding } from "../../finding.ts";
import type { Section } from "../../section.ts";
import type { Channel } from "../channel.ts";

/** What a file named by `channels.<name>.module` exports as its default: a channel of the company's own. */
export interface ChannelModule {
  /** @param settings what stands under `with`, variables of the environment filled in. @throws {Error} where they do not do */
  open(settings: Section, needs: ModuleNeeds): Channel;
  /** What `ordo doctor` finds: reachable, allowed? Changes nothing outside. */
  check?(settings: Section): Promise<readonly Finding[]>;
}

/** What a channel is given. */
export interface ModuleNeeds {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly locale: "ru" | "en";
}
