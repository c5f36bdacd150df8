import { id, type ProcessId } from "../../engine/base/ids.ts";
import { type Instant, instant } from "../../engine/base/instant.ts";
import type { Logger } from "../../engine/ports/logger.ts";
import type { Store } from "../../engine/ports/store.ts";
import type { Verification } from "../../engine/registry/verify-registry.ts";
import type { Duty } from "../../engine/runtime/worker.ts";

/** Looked at so often whether it is time. Milliseconds. */
const EVERY_MS = 600_000;
/** Every registry is verified so often: all of it is read. Milliseconds. */
const VERIFIED_EVERY_MS = 86_400_000;

/** What the daily verification is made of. */
export interface RegistryWatchParts {
  readonly store: Pick<Store, "registries" | "queries" | "workers">;
  /** Null: there is no such registry, or no key to verify with. */
  readonly verify: (registry: string) => Promise<Verification | null>;
  readonly logger: Logger;
}

/**
 * Verifies the registries once a day, by one worker for all, and tells people of one that was tampered with: nobody looks at
 * a seal of his own accord. The incident is settled by a verification that finds nothing any more.
 */
export function watchRegistries({ store, verify, logger }: RegistryWatchParts): Duty {
  let next: number | null = null;
  return {
    name: "registries",
    everyMs: EVERY_MS,
    async run(fence, now) {
      // Not while everything starts: what is read then is read by everybody.
      next ??= now + EVERY_MS;
      if (now < next) return;
      next = now + VERIFIED_EVERY_MS;
      if (!(await store.workers.hold("registries", fence, now, instant(now + VERIFIED_EVERY_MS)))) return;
      for (const name of await store.registries.names()) {
        const found = await verify(name);
        if (found === null) continue;
        if (found.breaches > 0) logger.error("registry tampered with", { registry: name, breaches: found.breaches });
        await tell(store, found, now);
      }
    },
  };
}

async function tell(store: RegistryWatchParts["store"], found: Verification, now: Instant): Promise<void> {
  const { registry, breaches } = found;
  const incident = `registry-tampered:${registry}`;
  if (breaches === 0) return void (await store.queries.settle(incident));
  const first = found.findings.find(({ isBreach }) => isBreach);
  await store.queries.raise({
    ...{ id: incident, instance: null, process: id<ProcessId>(""), step: null, code: "REGISTRY_TAMPERED" },
    message: {
      ru: `Реестр ${registry} изменён мимо Ordo: нарушений ${breaches}. ${first?.says.ru ?? ""}`.trim(),
      en: `The registry ${registry} was changed past Ordo: ${breaches} breaches. ${first?.says.en ?? ""}`.trim(),
    },
    remedy: {
      ru: `Что именно: ordo registry verify ${registry}. Сверьте с резервной копией и узнайте, кто писал в базу.`,
      en: `What exactly: ordo registry verify ${registry}. Compare with a backup, and find out who wrote to the database.`,
    },
    ...{ resolution: "none", at: now },
  });
}
