import type { Catalog } from "../../../engine/definition/catalog.ts";
import type { Clock } from "../../../engine/ports/clock.ts";
import { type Portal, PortalFailure } from "../../bitrix24/portal.ts";
import type { PortalUsers } from "../../bitrix24/portal-users.ts";
import { doubtful, type Finding, fine, skipped, wrong } from "../../finding.ts";
import type { Bitrix24CrmConfig } from "./config.ts";
import type { Ways } from "./entity-store.ts";
import { listFields } from "./list-fields.ts";
import { listMissing, type MappingProblem } from "./mapping-problem.ts";
import { SchemaBook } from "./schema-book.ts";

/** What a look at the mapping is given. */
export interface MappingLook {
  readonly config: Bitrix24CrmConfig;
  readonly portal: Portal;
  readonly users: PortalUsers;
  readonly catalog: Catalog | null;
  readonly clock: Pick<Clock, "now">;
}

const CHECK = "portal-mapping";
const WAYS: Ways = { urgency: "person", signal: new AbortController().signal };

/** What `ordo doctor` says of the mapping: fields, stages, pipelines, options and lists that the portal does not have. Changes nothing. */
export async function checkMapping(look: MappingLook): Promise<readonly Finding[]> {
  try {
    const book = new SchemaBook({ ...look, records: look.config.records });
    const problems = [...(await book.problems(WAYS)), ...(await listProblems(look))];
    if (problems.length > 0) return problems.map(finding);
    const types = book.types.length;
    return [
      fine(
        CHECK,
        `Соответствие полей подтверждено порталом (типов: ${types})`,
        `The portal bears out the mapping (${types} types)`,
      ),
    ];
  } catch (error) {
    if (!(error instanceof PortalFailure)) throw error;
    const code = error.answer.code || "PORTAL_REFUSED";
    return [skipped(CHECK, `Соответствие полей не проверить: ${code}`, `The mapping cannot be checked: ${code}`)];
  }
}

async function listProblems({ config, portal }: MappingLook): Promise<readonly MappingProblem[]> {
  const found: MappingProblem[] = [];
  for (const [name, { iblock, columns }] of Object.entries(config.lists)) {
    try {
      const fields = await listFields(portal, iblock, WAYS);
      for (const [column, field] of Object.entries(columns))
        if (fields.get(field) === null) found.push(listMissing(name, column));
    } catch (error) {
      if (!(error instanceof PortalFailure && error.answer.kind === "refused")) throw error;
      found.push(listMissing(name, null));
    }
  }
  return found;
}

function finding({ severity, says, remedy }: MappingProblem): Finding {
  return severity === "problem" ? wrong(CHECK, says, remedy) : doubtful(CHECK, says, remedy);
}
