import { readFileSync } from "node:fs";
import { join } from "node:path";
import { productFolder } from "../../product-folder.ts";
import { Reply, route } from "../api-route.ts";

/** Made of the route declarations by `npm run generate`. */
const OPEN_API = join(productFolder(), "schema", "openapi.json");

/** The API about itself. */
export const REFERENCE_ROUTES = [
  route({
    method: "GET",
    path: "/api/openapi.json",
    area: "help",
    summary: {
      ru: "Описание этого API, OpenAPI 3.1.",
      en: "The description of this API, OpenAPI 3.1.",
    },
    permission: "signed-in",
    type: "application/json; charset=utf-8",
    handle: async () =>
      new Reply(readFileSync(OPEN_API, "utf8"), { headers: { "cache-control": "private, no-cache" } }),
  }),
] as const;
