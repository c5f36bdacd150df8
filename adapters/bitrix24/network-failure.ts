import type { PortalTrouble } from "./portal.ts";

/** Errors of the network that come before anything is sent. */
const UNSENT: ReadonlySet<string> = new Set([
  ...["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EAI_FAIL", "EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN", "ENETDOWN"],
  ...["UND_ERR_CONNECT_TIMEOUT", "ERR_INVALID_URL"],
]);
/** Errors of a certificate: the connection is ended before the request. */
const CERTIFICATE =
  /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET_ISSUER|DECRYPT)|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|PATH_LENGTH)/;
const CAUSES_MAX = 5;

/**
 * What an error of `fetch` means: its code is in a cause, or in the cause's list where several addresses were tried.
 * `reason` is the code alone, because messages hold addresses and an address may hold a secret.
 */
export function failureOf(error: unknown): {
  readonly code: PortalTrouble;
  readonly sent: boolean;
  readonly reason: string;
} {
  const codes = codesOf(error);
  const certificate = codes.find((code) => CERTIFICATE.test(code));
  if (certificate !== undefined) return { code: "PORTAL_CERTIFICATE", sent: false, reason: certificate };
  const [reason = "?"] = codes;
  const isUnsent = codes.length > 0 && codes.every((code) => UNSENT.has(code));
  return isUnsent
    ? { code: "PORTAL_UNREACHABLE", sent: false, reason }
    : { code: "PORTAL_BROKE_OFF", sent: true, reason };
}

function codesOf(error: unknown): readonly string[] {
  const found: string[] = [];
  let inner: unknown = error;
  for (let depth = 0; depth < CAUSES_MAX && typeof inner === "object" && inner !== null; depth++) {
    const several = inner instanceof AggregateError ? inner.errors : [inner];
    for (const one of several as readonly { readonly code?: unknown }[])
      if (typeof one?.code === "string") found.push(one.code);
    inner = (inner as { readonly cause?: unknown }).cause;
  }
  return found;
}
