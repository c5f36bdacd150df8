import { Document, isMap, isScalar, isSeq, type Node, parseDocument, YAMLMap } from "yaml";

type Path = readonly string[];

/** A YAML text that is added to. Comments and order stay; where nothing was added, the text is the one before. */
export class YamlSheet {
  readonly #before: string;
  readonly #document: Document;
  #isChanged: boolean;

  /** @param head the comment at the top of a text that is made anew (`""`) */
  constructor(text: string, head = "") {
    const isNew = text.trim() === "";
    this.#before = text;
    this.#document = isNew ? new Document(new YAMLMap()) : parseDocument(text);
    if (isNew) this.#document.commentBefore = head;
    this.#isChanged = false;
  }

  /** What stands there, maps as nodes. */
  at(path: Path): unknown {
    return this.#document.getIn(path);
  }

  isMapAt(path: Path): boolean {
    return isMap(this.at(path));
  }

  /** @param how.flow written in one line @returns whether there was nothing */
  fill(path: Path, value: unknown, how: { readonly flow?: boolean } = {}): boolean {
    if (this.#document.hasIn(path)) return false;
    for (let depth = 1; depth < path.length; depth += 1) {
      const above = path.slice(0, depth);
      const there = this.#document.getIn(above, true);
      // `fields:` with nothing behind it, and `fields: {}`, which could only grow to the right.
      if (there === undefined || (isScalar(there) && there.value === null)) this.#document.setIn(above, new YAMLMap());
      else if (isMap(there) && there.items.length === 0 && there.flow === true && depth < path.length - 1)
        there.flow = false;
    }
    this.set(path, value, how);
    return true;
  }

  set(path: Path, value: unknown, how: { readonly flow?: boolean } = {}): void {
    this.#document.setIn(path, this.#document.createNode(value, how));
    this.#isChanged = true;
  }

  /** One more row of a list, in a line of its own. */
  append(path: Path, row: unknown): void {
    const list = this.#document.getIn(path);
    if (!isSeq(list)) return;
    list.flow = false;
    list.add(this.#document.createNode(row, { flow: true }));
    this.#isChanged = true;
  }

  /** A comment behind a value; null: it has none. */
  remarkAt(path: Path): string | null {
    return this.#nodeAt(path)?.comment ?? null;
  }

  remark(path: Path, comment: string): void {
    const node = this.#nodeAt(path);
    if (node === null) return;
    node.comment = comment;
    this.#isChanged = true;
  }

  /** Long lines stay lines: a title in Russian must not be folded. */
  text(): string {
    return this.#isChanged ? this.#document.toString({ lineWidth: 0, flowCollectionPadding: true }) : this.#before;
  }

  #nodeAt(path: Path): Node | null {
    return (this.#document.getIn(path, true) as Node | undefined) ?? null;
  }
}
