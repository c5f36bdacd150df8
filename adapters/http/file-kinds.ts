/** How a file is given to browsers. */
export interface ServedKind {
  readonly type: string;
  /** Shown in the page; otherwise it is saved. */
  readonly isShown: boolean;
}

const SHOWN: readonly { readonly type: string; readonly begins: readonly (number | null)[] }[] = [
  { type: "application/pdf", begins: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { type: "image/png", begins: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: "image/jpeg", begins: [0xff, 0xd8, 0xff] },
  { type: "image/gif", begins: [0x47, 0x49, 0x46, 0x38] },
  { type: "image/webp", begins: [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50] },
];

/**
 * What a file is, by its first bytes: what its sender calls it is not believed. PDF and pictures are shown; everything else
 * (a page with scripts, a drawing that is one) is only saved.
 */
export function servedKind(bytes: Uint8Array): ServedKind {
  const found = SHOWN.find(({ begins }) => begins.every((byte, at) => byte === null || bytes[at] === byte));
  return found === undefined
    ? { type: "application/octet-stream", isShown: false }
    : { type: found.type, isShown: true };
}

/** `inline; filename*=UTF-8''…` */
export function disposition(name: string, { isShown }: ServedKind): string {
  const plain = name.replace(/[^\w.-]+/g, "_");
  const exact = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `${isShown ? "inline" : "attachment"}; filename="${plain}"; filename*=UTF-8''${exact}`;
}
