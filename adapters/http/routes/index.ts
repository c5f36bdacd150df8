import type { ApiRoute } from "../api-route.ts";
import { CHOICE_ROUTES } from "./choices.ts";
import { FILE_ROUTES } from "./files.ts";
import { LIVE_ROUTES } from "./live.ts";
import { SESSION_ROUTES } from "./session.ts";

/** Every route of the API, in the order of its reference. */
export const ROUTES: readonly ApiRoute[] = [...SESSION_ROUTES, ...CHOICE_ROUTES, ...FILE_ROUTES, ...LIVE_ROUTES];
