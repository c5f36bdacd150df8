/** A call from outside, its body unread: signatures are over the very bytes. */
export interface InboundRequest {
  readonly method: string;
  /** What stands for `*` at the end of the route's path; empty otherwise. */
  readonly rest: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What is answered. Never says why a signature was not believed. */
export interface InboundAnswer {
  readonly status: number;
  readonly body?: string;
  readonly type?: string;
}

/** One address that others may call: a webhook, a portal's events, delivery reports. */
export interface InboundRoute {
  readonly method: "POST" | "GET";
  /** `/bitrix24/events`; a `*` at the end takes what follows. */
  readonly path: string;
  /** Larger bodies are answered 413 before they are read. */
  readonly bytesMax: number;
  /** Answers at once: what takes time is kept first and done later. */
  handle(request: InboundRequest): Promise<InboundAnswer>;
}
