import type { ExpressionProblem } from "../problem.ts";
import type { Ast } from "./ast.ts";

/** A node of the grammar's tree, as much of it as is used here. */
export interface GrammarNode {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly type: { readonly isError: boolean; readonly isSkipped: boolean };
  readonly firstChild: GrammarNode | null;
  readonly nextSibling: GrammarNode | null;
}

/** Where the grammar could not go on. */
export interface StumblePlace {
  readonly from: number;
  readonly to: number;
  /** The text is FEEL, but nested too deep. */
  readonly isTooDeep: boolean;
}

/** A text, and how names in it were declared: normalized name → the name itself. */
export interface NamedText {
  readonly text: string;
  readonly originals: ReadonlyMap<string, string>;
}

/** Builds one kind of node; `parts` are its children. */
export type Builder = (building: Building, node: GrammarNode, parts: readonly GrammarNode[]) => Ast;

/** The grammar's name of a node → who builds it. */
export type Builders = Readonly<Record<string, Builder>>;

/** One text on its way from the grammar's tree to ours. */
export class Building {
  readonly problems: ExpressionProblem[] = [];
  readonly text: string;
  private readonly originals: ReadonlyMap<string, string>;
  private readonly builders: Builders;
  private depth = 0;

  constructor(source: NamedText, builders: Builders) {
    this.text = source.text;
    this.originals = source.originals;
    this.builders = builders;
  }

  children(node: GrammarNode): GrammarNode[] {
    const found: GrammarNode[] = [];
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.type.isError) throw new Stumble(child.from, child.to);
      if (!child.type.isSkipped) found.push(child);
    }
    return found;
  }

  expression(node: GrammarNode | undefined): Ast {
    if (!node) throw new Stumble(this.text.length, this.text.length);
    if (node.type.isError) throw new Stumble(node.from, node.to);
    const build = this.builders[node.name];
    if (!build) throw new Stumble(node.from, node.to);
    this.depth += 1;
    if (this.depth > DEPTH_MAX) throw new Stumble(node.from, node.to, true);
    const ast = build(this, node, this.children(node));
    this.depth -= 1;
    return ast;
  }

  /** The words of a name, by single spaces, as they were declared. */
  nameOf(node: GrammarNode | undefined): string {
    if (!node) throw new Stumble(this.text.length, this.text.length);
    const words = this.children(node).map((part) => this.slice(part));
    const normal = words.length > 1 ? words.join(" ") : (words[0] ?? this.slice(node));
    const name = this.originals.get(normal) ?? normal;
    if (name === "__proto__" || name === "constructor" || name === "prototype") this.reject(node, name);
    return name;
  }

  /** A name where it is declared: as it is written, spaces made single. */
  declaredName(node: GrammarNode | undefined): string {
    this.nameOf(node);
    return node ? this.slice(node).replace(/\s+/g, " ") : "";
  }

  reject(node: GrammarNode, name: string): void {
    this.problems.push({
      code: "expression-reserved-name",
      severity: "error",
      from: node.from,
      to: node.to,
      message: { ru: `Имя «${name}» не разрешено`, en: `The name "${name}" is not allowed` },
      remedy: { ru: "выберите другое имя", en: "choose another name" },
    });
  }

  slice(node: GrammarNode): string {
    return this.text.slice(node.from, node.to);
  }
}

/** Deepest tree: a chain of a thousand `+` is deep too, and closures call each other as deep. */
const DEPTH_MAX = 1000;

/** Ends a building at the first place where the grammar had to guess. */
export class Stumble extends Error {
  readonly from: number;
  readonly to: number;
  readonly isTooDeep: boolean;
  constructor(from: number, to: number, isTooDeep = false) {
    super("the text is not FEEL");
    this.from = from;
    this.to = to;
    this.isTooDeep = isTooDeep;
  }
}

/** The place of a node. */
export function span(node: GrammarNode): { from: number; to: number } {
  return { from: node.from, to: node.to };
}
