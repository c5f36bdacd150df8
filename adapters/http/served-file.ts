import { Reply } from "./api-route.ts";
import { disposition, servedKind } from "./file-kinds.ts";

/** A file as it is handed out: as what its bytes are, kept by nobody on the way, and able to do nothing. */
export function servedFile(
  file: { readonly name: string; readonly bytes: Uint8Array },
  more: Readonly<Record<string, string>> = {},
): Reply<Buffer> {
  const kind = servedKind(file.bytes);
  return new Reply(Buffer.from(file.bytes), {
    headers: {
      "content-type": kind.type,
      "content-disposition": disposition(file.name, kind),
      "cache-control": "private, no-store",
      "content-security-policy": policyOf(kind.type),
      "x-content-type-options": "nosniff",
      ...more,
    },
  });
}

/** Browsers show a PDF with a viewer of their own, which they do not open in a sandbox. */
function policyOf(type: string): string {
  const nothing = "default-src 'none'; frame-ancestors 'self'";
  return type === "application/pdf"
    ? `${nothing}; object-src 'self'; style-src 'unsafe-inline'`
    : `${nothing}; style-src 'unsafe-inline'; img-src 'self'; sandbox`;
}
