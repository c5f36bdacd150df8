import type { ProcessId, UserId } from "../base/ids.ts";
import type { Catalog } from "../definition/catalog.ts";
import type { Input } from "../definition/model.ts";
import type { Library } from "./library.ts";
import { formFor } from "./may-start.ts";
import type { Surroundings } from "./surroundings.ts";

/** A form by which somebody may start a process. Code of ours only: inputs hold compiled expressions. */
export interface StartForm {
  readonly process: ProcessId;
  readonly title: string;
  /** What is asked, in the order of the file; what is hidden from people is left out. */
  readonly inputs: readonly Input[];
  /** Vocabulary of the version: its reference lists, for choices. */
  readonly catalog: Catalog | null;
}

/**
 * The forms that a person may fill in, of the versions in force, by title. A process that is started by events alone has
 * none.
 */
export async function startForms(
  of: { readonly library: Library; readonly surroundings: Surroundings },
  user: UserId,
): Promise<readonly StartForm[]> {
  const facts = await of.surroundings.startFacts();
  const { current } = await of.library.inForce();
  const forms = [...current.values()].flatMap(({ definition, catalog }): readonly StartForm[] => {
    if (formFor(definition, user, facts).start === null) return [];
    const { process, title, inputs } = definition;
    return [{ process, title, catalog, inputs: inputs.filter(({ hidden }) => !hidden) }];
  });
  return forms.sort((one, other) => one.title.localeCompare(other.title, "ru"));
}
