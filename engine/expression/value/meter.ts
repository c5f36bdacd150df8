import type { Budget } from "../expression.ts";
import { type Inner, isInnerList } from "./inner.ts";
import { errorAt, type Site } from "./site.ts";

export const BUDGET: Budget = { steps: 1_000_000, listMax: 100_000, textMax: 1_000_000, depthMax: 200 };

/** A list may be as long as the budget says, and its elements may be maps of some fields. */
const PARTS_PER_ELEMENT = 10;

/** Counts what one evaluation uses up. Passing a bound is `EXPRESSION_BUDGET`, in DMN mode too. */
export class Meter {
  private steps = 0;
  private depth = 0;
  private readonly budget: Budget;
  /** How many parts the lists and maps made here have, counted as if nothing were shared. */
  private sizes: WeakMap<object, number> | null = null;

  constructor(budget: Partial<Budget> | undefined) {
    this.budget = budget ? { ...BUDGET, ...budget } : BUDGET;
  }

  /** Charges so many steps: an iteration, an element looked at. */
  step(site: Site, count = 1): void {
    this.steps += count;
    if (this.steps > this.budget.steps) {
      throw errorAt(site, "EXPRESSION_BUDGET", {
        ru: `Выражение слишком долгое: больше ${this.budget.steps} шагов.`,
        en: `The expression takes more than ${this.budget.steps} steps.`,
      });
    }
  }

  /** A list of that length is about to be made or walked through: its elements are steps. */
  list(site: Site, length: number): void {
    this.length(site, length);
    this.step(site, length);
  }

  /** A list has grown to that length. */
  length(site: Site, length: number): void {
    if (length > this.budget.listMax) {
      throw errorAt(site, "EXPRESSION_BUDGET", {
        ru: `Список длиннее ${this.budget.listMax} элементов.`,
        en: `The list is longer than ${this.budget.listMax} elements.`,
      });
    }
  }

  /**
   * A list or map was made of these parts. A few steps could make a value that holds the same list twice, and that one
   * twice again: it costs nothing here, but written out it would fill the world.
   */
  made<T extends object>(site: Site, whole: T, parts: readonly Inner[]): T {
    let size = 1;
    for (const part of parts) size += typeof part === "object" && part !== null ? (this.sizes?.get(part) ?? 1) : 1;
    if (size > this.budget.listMax * PARTS_PER_ELEMENT) {
      throw errorAt(site, "EXPRESSION_BUDGET", {
        ru: `Значение больше ${this.budget.listMax * PARTS_PER_ELEMENT} частей.`,
        en: `The value has more than ${this.budget.listMax * PARTS_PER_ELEMENT} parts.`,
      });
    }
    this.sizes ??= new WeakMap();
    this.sizes.set(whole, size);
    return whole;
  }

  /** How many parts a value is walked through by who compares it. */
  sizeOf(value: Inner): number {
    if (typeof value !== "object" || value === null) return 1;
    return this.sizes?.get(value) ?? (isInnerList(value) ? value.length : 1);
  }

  /** A text of that length is about to be made. */
  text(site: Site, length: number): void {
    if (length > this.budget.textMax) {
      throw errorAt(site, "EXPRESSION_BUDGET", {
        ru: `Текст длиннее ${this.budget.textMax} знаков.`,
        en: `The text is longer than ${this.budget.textMax} characters.`,
      });
    }
  }

  enter(site: Site): void {
    this.depth += 1;
    if (this.depth > this.budget.depthMax) {
      throw errorAt(site, "EXPRESSION_BUDGET", {
        ru: `Вызовы функций вложены глубже ${this.budget.depthMax}.`,
        en: `Function calls are nested deeper than ${this.budget.depthMax}.`,
      });
    }
  }

  leave(): void {
    this.depth -= 1;
  }
}
