import { suggest } from "../../engine/base/suggest.ts";
import type { Refusal } from "../../engine/runtime/use-cases.ts";
import type { Operating } from "./operate.ts";

/** Why a process that was named cannot be meant, with the one that probably was; null: it is deployed, or none was named. */
export async function unknownProcess(
  name: string | undefined,
  { engine }: Pick<Operating, "engine">,
): Promise<Refusal | null> {
  if (name === undefined) return null;
  const known = [...new Set((await engine.versions()).map(({ process }) => process))];
  if (known.some((process) => process === name)) return null;
  const near = suggest(name, known);
  return {
    kind: "rejected",
    code: "PROCESS_NOT_FOUND",
    reason: { ru: `Процесс «${name}» не развёрнут.`, en: `Process "${name}" is not deployed.` },
    remedy:
      near === null
        ? {
            ru: "Развёрнутые: ordo versions. Развернуть: ordo deploy",
            en: "Deployed ones: ordo versions. To deploy: ordo deploy",
          }
        : { ru: `Может быть, ${near}?`, en: `Did you mean ${near}?` },
    fields: {},
  };
}
