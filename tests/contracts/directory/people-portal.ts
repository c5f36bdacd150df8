import type { BatchCall, Portal, PortalAnswer, Row } from "../../../adapters/bitrix24/portal.ts";

const PAGE = 50;
const CALLS_A_REQUEST = 50;

/**
 * A portal's lists of people, in memory, in its own words: pages of 50, text for numbers, `UF_HEAD` only where there is
 * one. What goes over the wire is not its matter; the whole portal is `tests/support/bitrix24`.
 */
export class PeoplePortal implements Portal {
  users: readonly Row[] = [];
  departments: readonly Row[] = [];
  /** Answers instead of a list, until it is null again. */
  failing: Exclude<PortalAnswer, { kind: "done" }> | null = null;
  /** Called before each request: a list that changes between two pages. */
  beforeRequest: () => void = () => {};
  /** Does it count what it lists? */
  counts = true;
  /** Requests as the limit counts them. */
  requests = 0;
  readonly host = (): string => "company.example";
  readonly credential = "webhook";

  async call(method: string, params: BatchCall["params"]): Promise<PortalAnswer> {
    const [answer] = await this.batch([{ method, params }]);
    return answer ?? { kind: "refused", code: "ERROR", status: 400, says: "" };
  }

  async batch(calls: readonly BatchCall[]): Promise<readonly PortalAnswer[]> {
    const answers: PortalAnswer[] = [];
    for (let at = 0; at < calls.length; at += CALLS_A_REQUEST) {
      this.requests += 1;
      this.beforeRequest();
      answers.push(...calls.slice(at, at + CALLS_A_REQUEST).map((call) => this.failing ?? this.#page(call)));
    }
    return answers;
  }

  rows(): AsyncIterable<readonly Row[]> {
    throw new Error("people are read by pages");
  }

  async close(): Promise<void> {}

  #page({ method, params }: BatchCall): PortalAnswer {
    const list = method === "user.get" ? this.users : this.departments;
    const start = Number(params[method === "user.get" ? "start" : "START"] ?? 0);
    const next = start + PAGE < list.length ? start + PAGE : null;
    return {
      kind: "done",
      result: list.slice(start, start + PAGE),
      total: this.counts ? list.length : null,
      next,
    };
  }
}
