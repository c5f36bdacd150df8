/** The little of `bpmn-moddle` that is used here: the package declares no types for its entry. */
declare module "bpmn-moddle" {
  /** A BPMN element; its properties are those of the BPMN 2.0 schema. */
  export interface ModdleElement {
    readonly $type: string;
    [property: string]: unknown;
  }

  export class BpmnModdle {
    create(type: string, properties?: Readonly<Record<string, unknown>>): ModdleElement;
    toXML(element: ModdleElement, options?: { readonly format?: boolean }): Promise<{ readonly xml: string }>;
    fromXML(xml: string): Promise<{
      readonly rootElement: ModdleElement;
      readonly warnings: readonly { readonly message: string }[];
      readonly references: readonly unknown[];
      readonly elementsById: Readonly<Record<string, ModdleElement>>;
    }>;
  }
}
