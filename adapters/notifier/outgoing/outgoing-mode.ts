/** Whether messages of a channel leave. */
export type OutgoingMode =
  | { readonly kind: "live" }
  /** Kept for review. */
  | { readonly kind: "hold" }
  /** Every message goes to one address instead, and says whom it was meant for. */
  | { readonly kind: "redirect"; readonly to: string };

/** `live`, `hold` or `redirect:<address>`, as `ordo.yaml` and the operator write it; null: none of them. */
export function modeOf(text: string): OutgoingMode | null {
  if (text === "live" || text === "hold") return { kind: text };
  const to = /^redirect:\s*(\S+)$/u.exec(text)?.[1];
  return to === undefined ? null : { kind: "redirect", to };
}

/** As it is written. */
export function modeText(mode: OutgoingMode): string {
  return mode.kind === "redirect" ? `redirect:${mode.to}` : mode.kind;
}
