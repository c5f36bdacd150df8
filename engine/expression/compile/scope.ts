/**
 * What names mean at a place of the text: slots of the frame, or fields of the element that a filter is looking at.
 * A name that no scope binds is a variable of the process.
 */
export interface Scope {
  readonly parent: Scope | null;
  /** Name → slot. */
  readonly names: ReadonlyMap<string, number>;
  /** Slot of the element whose own fields come before everything outside; null outside filters. */
  readonly element: number | null;
}

export interface Resolved {
  /** Slots of elements to ask first, innermost first. */
  readonly elements: readonly number[];
  /** Null: a variable. */
  readonly slot: number | null;
}

/** What a name means at a place. */
export function resolve(scope: Scope | null, name: string): Resolved {
  const elements: number[] = [];
  for (let at = scope; at; at = at.parent) {
    const slot = at.names.get(name);
    if (slot !== undefined) return { elements, slot };
    if (at.element !== null) elements.push(at.element);
  }
  return { elements, slot: null };
}
