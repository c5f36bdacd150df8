import type { Scope } from "./state.ts";

/**
 * The scope in which a step that runs here makes its variables. Blocks, iterations and branches have scopes of their own
 * (language §2); the steps of a `catch` share the one around it.
 */
export function homeScope(scopes: Readonly<Record<string, Scope>>, id: string): string {
  let at = id;
  for (let scope = scopes[at]; scope?.isHandler && scope.parent !== null; scope = scopes[at]) at = scope.parent;
  return at;
}
