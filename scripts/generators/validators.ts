import type { GeneratedFiles } from "../generated-files.ts";
import { declarationsSource, hintsSource, validatorsSource } from "../validators-source.ts";

/** The shape validators as plain code, and what their messages need to know. */
export function generate(): GeneratedFiles {
  return {
    "engine/definition/validators/validators.generated.js": validatorsSource(),
    "engine/definition/validators/validators.generated.d.ts": declarationsSource(),
    "engine/definition/validators/hints.generated.ts": hintsSource(),
  };
}
