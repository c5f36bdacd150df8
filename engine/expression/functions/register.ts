import type { Inner } from "../value/inner.ts";
import { show } from "../value/show.ts";
import { fail } from "../value/site.ts";
import { type Builtin, builtin } from "./signature.ts";

/** The company's lists (`catalog.yaml`): `list("brands")` gives their rows. */
export const REGISTER_FUNCTIONS: readonly Builtin[] = [
  builtin(
    "list(name: string): list",
    ({ args, context, site, meter }) => {
      const name = args[0] as string;
      const rows = context.list(name);
      if (!rows) {
        return fail(site, "EXPRESSION_UNKNOWN_NAME", {
          ru: `Списка ${show(name)} нет.`,
          en: `There is no list ${show(name)}.`,
        });
      }
      meter.list(site, rows.length);
      return rows as readonly Inner[];
    },
    { kind: "list", of: { kind: "map", fields: {}, open: true } },
  ),
];
