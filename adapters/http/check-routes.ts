import type { ApiRoute } from "./api-route.ts";
import { PERMISSIONS } from "./permissions.ts";

/**
 * What is wrong with the declarations; the server does not start while there is anything. A route without a permission, or
 * one that would show everything to somebody who holds only his `own`, is a hole that no review may be needed to find.
 */
export function checkRoutes(routes: readonly ApiRoute[]): readonly string[] {
  const seen = new Set<string>();
  return routes.flatMap((route) => {
    const name = `${route.method} ${route.path}`;
    const wrong: string[] = [];
    if (seen.has(name)) wrong.push(`${name}: declared twice`);
    seen.add(name);
    const { permission, own } = route;
    if (permission !== "public" && permission !== "signed-in") {
      const grants: Readonly<Record<string, string>> | undefined = PERMISSIONS[permission];
      if (grants === undefined) wrong.push(`${name}: there is no permission ${String(permission)}`);
      else if (Object.values(grants).includes("own") && own === undefined)
        wrong.push(`${name}: ${permission} may be held for one's own only, and the route does not say what that is`);
    }
    // Pages behind links in letters are nobody's: what they carry is looked at by their own handler.
    const isLetterPage = permission === "public" && route.path.startsWith("/decide/");
    if (!route.path.startsWith("/api/") && !isLetterPage) wrong.push(`${name}: an address outside /api/`);
    if (route.method === "GET" && (route.body !== null || route.bytesMax !== null))
      wrong.push(`${name}: a GET with a body`);
    const named = [...route.path.matchAll(/:(\w+)/g)].map(([, param]) => param ?? "");
    const declared = Object.keys(route.params?.properties ?? {}).filter((param) => param !== "*");
    if (named.sort().join() !== declared.sort().join()) wrong.push(`${name}: its params are not those of its path`);
    if (route.answer !== null && route.type !== null) wrong.push(`${name}: JSON and ${route.type}`);
    return wrong;
  });
}
