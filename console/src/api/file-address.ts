/** A file as the value of a field: its reference and its name. */
export interface FileValue {
  /** `file:<key>` */
  readonly id: string;
  readonly name: string;
}

/**
 * Path of a file's content.
 *
 * @param of who names it, for readers who did not send it themselves: the instance or the record it stands in
 */
export function fileAddress(id: string, of: { readonly instance?: string; readonly record?: string } = {}): string {
  const bytes = new TextEncoder().encode(id);
  const text = btoa(String.fromCharCode(...bytes));
  const query = new URLSearchParams(Object.entries(of).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  const path = text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `/api/files/${path}${query.size > 0 ? `?${query}` : ""}`;
}

/** The files in a field's value. */
export function filesOf(value: unknown): readonly FileValue[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    const { id, name } = (typeof one === "object" && one !== null ? one : {}) as Partial<FileValue>;
    return typeof id === "string" && typeof name === "string" ? [{ id, name }] : [];
  });
}
