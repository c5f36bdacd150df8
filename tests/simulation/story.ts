import { id as brand, type CommandId, type UserId } from "../../engine/base/ids.ts";
import type { ValueMap } from "../../engine/base/value.ts";
import { Chance } from "./chance.ts";

/** What happens outside in a simulation, at which hour of its time. */
export type Happening =
  | { readonly kind: "lead"; readonly title: string; readonly mailbox: string; readonly company: string }
  | { readonly kind: "edit"; readonly ref: string; readonly set: ValueMap; readonly by: UserId }
  | { readonly kind: "letter"; readonly letter: ValueMap }
  /** A message by name (with a key), or an event. */
  | {
      readonly kind: "call";
      readonly id: string;
      readonly name: string;
      readonly key: string | null;
      readonly fields: ValueMap;
      /** How often it is delivered. */
      readonly times: number;
    }
  | {
      readonly kind: "start";
      readonly id: CommandId;
      readonly process: string;
      readonly input: ValueMap;
      readonly by: UserId;
      /** How often the same person presses the button. */
      readonly times: number;
    };

export interface Scripted {
  readonly hour: number;
  readonly what: Happening;
}

const COMPANIES = ["company/7", "company/8", "company/9", "company/20", "company/21"];
const BRANDS = ["Bravante", "Cremolux", "Delmoka", "Nordbrew"];
const SALES = ["manager-1", "manager-2"].map((one) => brand<UserId>(one));
const KINDS = ["товар", "услуги", "прочее"];
const DEALS = ["deal/203", "deal/204", "deal/208"];

/** How much happens: most seeds are short, so that there can be more of them. */
const LENGTHS = [4, 6, 10];

/**
 * The story of a seed: leads, letters, edits of cards, discounts, invoices and what only the simulation has, over a day
 * and a half.
 *
 * @param length happenings. @default by the seed
 */
export function storyOfSeed(seed: number, length = LENGTHS[(seed >> 3) % LENGTHS.length]): readonly Scripted[] {
  const chance = new Chance(seed, "story");
  return Array.from({ length: length ?? 0 }, (_, index) => {
    return { hour: chance.below(36) + 1, what: happening(chance, index) };
  }).sort((one, other) => one.hour - other.hour);
}

function happening(chance: Chance, index: number): Happening {
  const company = chance.pick(COMPANIES);
  switch (chance.below(13)) {
    case 0:
      return { kind: "lead", title: `Заявка ${index}`, mailbox: chance.pick(["info", "sales"]), company };
    case 1:
      return {
        kind: "edit",
        ref: chance.pick(DEALS),
        set: { stage: chance.pick(["WON", "OFFER", "LOST"]) },
        by: SALES[0] as UserId,
      };
    case 2:
      return { kind: "edit", ref: chance.pick(DEALS), set: { company }, by: SALES[1] as UserId };
    case 3:
      return { kind: "edit", ref: company, set: { category: chance.pick(["A", "B", "C"]) }, by: SALES[0] as UserId };
    case 4:
      return {
        kind: "edit",
        ref: company,
        set: { discounts: { [chance.pick(BRANDS)]: chance.below(30) } },
        by: SALES[1] as UserId,
      };
    case 5:
      return {
        kind: "letter",
        letter: {
          messageId: `<${chance.below(5)}@example>`,
          mailbox: "info",
          from: "client@example",
          subject: `Вопрос ${index}`,
          text: "Здравствуйте",
        },
      };
    case 6:
      return {
        kind: "start",
        id: brand<CommandId>(`discount-${index}`),
        process: "discount-approval",
        input: { company, brand: chance.pick(BRANDS), discount: chance.below(40), justification: "надо" },
        by: chance.pick(SALES),
        times: 1 + chance.below(2),
      };
    case 7:
    case 8:
      return {
        kind: "start",
        id: brand<CommandId>(`parent-${index}`),
        process: "sim-parent",
        input: { number: chance.below(4) + 1 },
        by: chance.pick(SALES),
        times: 1 + chance.below(2),
      };
    case 9:
      return called(chance, "go", index);
    case 10:
      return called(chance, "poke", index);
    case 11:
      return called(chance, chance.pick(["sim.once", "sim.happened"]), index);
    default:
      return {
        kind: "start",
        id: brand<CommandId>(`invoice-${index}`),
        process: "invoice-approval",
        input: {
          kind: chance.pick(KINDS),
          number: String(chance.below(6)),
          supplier: "company/50",
          deal: chance.pick(DEALS),
          amount: { amount: `${chance.pick([50_000, 500_000, 2_000_000])}.00`, currency: "RUB" },
          files: ["file:1"],
        },
        by: chance.pick(SALES),
        times: 1 + chance.below(2),
      };
  }
}

function called(chance: Chance, name: string, index: number): Happening {
  const number = chance.below(4) + 1;
  const key = name.includes(".") ? null : String(number);
  return { kind: "call", id: `${name}-${index}`, name, key, fields: { number }, times: 1 + chance.below(2) };
}

/**
 * The story without what is decided by moments: two parents that want one child, two echoes that follow each other. Its
 * outcome is the same however the engine runs.
 */
export function plainStoryOfSeed(seed: number): readonly Scripted[] {
  const seen = new Set<string>();
  return storyOfSeed(seed).filter(({ what }) => {
    const name = what.kind === "start" ? what.process : what.kind === "call" ? what.name : "";
    if (!name.startsWith("sim-") && what.kind !== "call") return true;
    const isFirst = !seen.has(name);
    seen.add(name);
    return isFirst;
  });
}
