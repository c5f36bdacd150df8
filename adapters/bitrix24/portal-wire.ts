import { failureOf } from "./network-failure.ts";
import type { PortalTrouble } from "./portal.ts";

/** Sends a request; `fetch` of the platform, or of a test. Must not follow redirects by itself. */
export type PortalFetch = (request: Request) => Promise<Response>;

/** What came of one POST. */
export type Exchanged =
  | { readonly kind: "answered"; readonly status: number; readonly text: string }
  /** Not executed: somebody else answers there. */
  | { readonly kind: "moved"; readonly to: string }
  | { readonly kind: "failed"; readonly code: PortalTrouble; readonly sent: boolean; readonly reason: string };

/** A POST ready to go. */
export interface Posting {
  readonly url: string;
  readonly body: string;
  /** @default "application/json" */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * One POST, once, and nothing followed: a redirect followed by the platform would turn into a GET without a body.
 *
 * @param signal given up by whoever asked
 * @param late given up because it takes too long
 */
export async function post(
  { url, body, type = "application/json", headers = {} }: Posting,
  via: {
    readonly fetch: PortalFetch;
    readonly agent: string;
    readonly signal: AbortSignal;
    readonly late: AbortSignal;
  },
): Promise<Exchanged> {
  const { signal, late } = via;
  try {
    const request = new Request(url, {
      method: "POST",
      headers: { "content-type": type, accept: "application/json", "user-agent": via.agent, ...headers },
      body,
      redirect: "manual",
      signal: AbortSignal.any([signal, late]),
    });
    const response = await via.fetch(request);
    const { status } = response;
    const to = response.headers.get("location");
    if (REDIRECTS.has(status) && to !== null) {
      await response.body?.cancel();
      return { kind: "moved", to };
    }
    return { kind: "answered", status, text: await response.text() };
  } catch (error) {
    if (signal.aborted) return { kind: "failed", code: "CANCELED", sent: true, reason: "" };
    if (late.aborted) return { kind: "failed", code: "PORTAL_TIMEOUT", sent: true, reason: "" };
    return { kind: "failed", ...failureOf(error) };
  }
}
