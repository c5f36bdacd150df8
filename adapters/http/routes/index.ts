import type { ApiRoute } from "../api-route.ts";
import { LIVE_ROUTES } from "./live.ts";
import { SESSION_ROUTES } from "./session.ts";

/** Every route of the API, in the order of its reference. */
export const ROUTES: readonly ApiRoute[] = [...SESSION_ROUTES, ...LIVE_ROUTES];
