import type { Ast, AstOf, Span, TypeNameAst } from "../syntax/ast.ts";
import { ANY, type Type } from "../type.ts";
import type { Site, Source } from "../value/site.ts";
import { compileArithmetic, compileNegate } from "./arithmetic.ts";
import { compileCall } from "./call.ts";
import { compileBetween, compileCompare } from "./compare.ts";
import { compileContext, compileFunction, compileList, compileLiteral } from "./construct.ts";
import { compileFor, compileIf, compileQuantified } from "./control.ts";
import { compileFilter } from "./filter.ts";
import type { Run } from "./frame.ts";
import { compileInstance } from "./instance.ts";
import { compileLogic } from "./logic.ts";
import { compileInput, compileName, compilePath } from "./name.ts";
import { compileRange, compileTest } from "./range.ts";
import type { Scope } from "./scope.ts";
import { compileIn } from "./test.ts";

type CompileNode<K extends Ast["kind"]> = (compiler: Compiler, ast: AstOf<K>) => Run;

/** One family a kind of node; a kind without one does not compile. */
const FAMILIES: { readonly [K in Ast["kind"]]: CompileNode<K> } = {
  literal: compileLiteral,
  name: compileName,
  input: compileInput,
  path: compilePath,
  filter: compileFilter,
  call: compileCall,
  negate: compileNegate,
  arithmetic: compileArithmetic,
  compare: compileCompare,
  between: compileBetween,
  in: compileIn,
  test: compileTest,
  range: compileRange,
  logic: compileLogic,
  if: compileIf,
  for: compileFor,
  quantified: compileQuantified,
  list: compileList,
  context: compileContext,
  function: compileFunction,
  instance: compileInstance,
};

/** Turns a tree into closures, once. */
export class Compiler {
  readonly source: Source;
  /** How many slots a frame needs. */
  slotCount = 0;
  /** Does an evaluation need a frame of its own, with a meter? */
  metered = false;
  /** May ranges or functions come out? */
  exotic = false;
  /** DMN's item definitions, by name. */
  readonly items: Readonly<Record<string, TypeNameAst>>;
  private readonly types: ReadonlyMap<Ast, Type>;
  private scope: Scope | null = null;

  constructor(source: Source, types: ReadonlyMap<Ast, Type>, items: Readonly<Record<string, TypeNameAst>> = {}) {
    this.source = source;
    this.types = types;
    this.items = items;
  }

  compile(ast: Ast): Run {
    // The table pairs each kind with its own family; TypeScript cannot follow that through the index.
    const family = FAMILIES[ast.kind] as (compiler: Compiler, ast: Ast) => Run;
    return family(this, ast);
  }

  typeOf(ast: Ast): Type {
    return this.types.get(ast) ?? ANY;
  }

  site({ from, to }: Span): Site {
    return { source: this.source, from, to };
  }

  get lenient(): boolean {
    return this.source.lenient;
  }

  get currentScope(): Scope | null {
    return this.scope;
  }

  newSlot(): number {
    this.metered = true;
    this.slotCount += 1;
    return this.slotCount - 1;
  }

  /** Compiles something inside a scope of its own. */
  within<T>(scope: { readonly names: ReadonlyMap<string, number>; readonly element?: number }, work: () => T): T {
    const outer = this.scope;
    this.scope = { parent: outer, names: scope.names, element: scope.element ?? null };
    try {
      return work();
    } finally {
      this.scope = outer;
    }
  }
}

/** The name under which a scope keeps the value under test (`?`); no author's name can be that. */
export const INPUT = "?";
