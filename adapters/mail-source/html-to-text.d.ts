/** The one function of the package that is used; it brings no types of its own. */
declare module "html-to-text" {
  export function convert(
    html: string,
    options: {
      readonly wordwrap: false;
      readonly limits: { readonly maxDepth: number; readonly maxChildNodes: number; readonly maxInputLength: number };
      readonly selectors: readonly {
        readonly selector: string;
        readonly format?: string;
        readonly options?: Readonly<Record<string, unknown>>;
      }[];
    },
  ): string;
}
