/** Where documents, attachments and large values lie: a folder, later a portal's disk. */
export interface Files {
  /** Keeps bytes under a key; the same key twice is one file. Returns its reference (`file:<key>`). */
  put(key: string, file: { readonly name: string; readonly type: string; readonly bytes: Uint8Array }): Promise<string>;
  /** Null: there is no such file. */
  get(reference: string): Promise<{ readonly name: string; readonly type: string; readonly bytes: Uint8Array } | null>;
}
