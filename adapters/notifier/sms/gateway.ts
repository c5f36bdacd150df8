/** A request to a gateway. Texts are templates: `{phone}`, `{text}`, `{id}`… stand for what is known of the message. */
export interface GatewayRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as a query of GET, as a form of POST. An empty value is left out. */
  readonly form: Readonly<Record<string, string>> | null;
  /** Sent as JSON instead: maps and lists with templates in their texts. */
  readonly json: unknown;
}

/**
 * What an error of a gateway means. `refused`: this message is not wanted; `unreachable`: the number will not do; `later`: try again; `trouble`: nothing leaves
 * until people have seen to it; `duplicate`: the gateway had the same text to the same number a moment ago.
 */
export type ErrorMeaning = "refused" | "unreachable" | "later" | "trouble" | "duplicate";

/**
 * An SMS gateway, described: how a message is handed over, what its answers mean, how it is asked and how it reports.
 * Paths lead through JSON (`sms.{phone}.status_code`); of several the first that leads to something counts.
 */
export interface Gateway {
  /** As its reports' address has it: `sms-ru`. */
  readonly name: string;
  readonly send: GatewayRequest;
  /** It took the message over where one of these paths leads to one of these values; no path: where there is an id. */
  readonly accepted: { readonly paths: readonly string[]; readonly values: readonly string[] };
  /** Where the answer says how the gateway calls the message. */
  readonly idPaths: readonly string[];
  /** How we call it afterwards, made of `{id}` and `{phone}`. */
  readonly idForm: string;
  readonly errors: {
    readonly paths: readonly string[];
    readonly texts: readonly string[];
    readonly meanings: Readonly<Record<string, ErrorMeaning>>;
    /** What no line names. */
    readonly otherwise: ErrorMeaning;
  };
  /**
   * `repeat`: the same client id is the same message; `ask`: the status can be asked for by the client id; null: it knows
   * none, and a message whose answer was lost is uncertain.
   */
  readonly knowsId: "repeat" | "ask" | null;
  /** What `{clientId}` is: 40 hexadecimal digits, or a whole number below 2³¹. */
  readonly clientId: "hex" | "number";
  readonly status: {
    readonly request: GatewayRequest;
    /** `{id}` and `{phone}` in it. */
    readonly paths: readonly string[];
    readonly states: Readonly<Record<string, "delivered" | "undelivered" | "pending" | "unknown">>;
  } | null;
  readonly balance: { readonly request: GatewayRequest; readonly paths: readonly string[] } | null;
  readonly reports: ReportForm | null;
}

/** How a gateway tells what became of messages. */
export interface ReportForm {
  /** `lines`: form fields whose value is several lines; `form` and `json`: named fields. */
  readonly kind: "lines" | "form" | "json";
  /** Of `lines`: the beginning of the fields' names; of `json`: where the list is, empty: the whole. */
  readonly list: string;
  /** Name, path, or number of the line. */
  readonly id: string;
  readonly state: string;
  /** Of those that report more: name or line, and the value it must have; null: all count. */
  readonly only: { readonly at: string; readonly value: string } | null;
  /** What is answered. */
  readonly answer: string;
}

/** What a template may name. */
export type Filling = Readonly<Record<string, string>>;

/** A template with its names replaced; a name that is not known is empty. */
export function filled(template: string, filling: Filling): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    Object.hasOwn(filling, name) ? (filling[name] ?? "") : "",
  );
}

/** The text or number at the first of these paths that leads to one; null: none does. */
export function valueAt(json: unknown, paths: readonly string[], filling: Filling): string | null {
  for (const path of paths) {
    let at: unknown = json;
    for (const name of path === "" ? [] : path.split("."))
      at =
        typeof at === "object" && at !== null
          ? (at as Readonly<Record<string, unknown>>)[filled(name, filling)]
          : undefined;
    if (typeof at === "string" || typeof at === "number" || typeof at === "boolean") return String(at);
  }
  return null;
}
