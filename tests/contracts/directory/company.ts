/** People of a company as a test writes them, whatever source tells of them. */
export interface Company {
  readonly users: Readonly<Record<string, Employee>>;
  readonly departments: Readonly<Record<string, Unit>>;
  readonly groups: Readonly<Record<string, { readonly title: string; readonly members: readonly string[] }>>;
  readonly administrators: readonly string[];
}

export interface Employee {
  readonly name: string;
  readonly position?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly department?: string;
  readonly timeZone?: string;
  readonly active?: boolean;
  readonly absent?: readonly { readonly from: string; readonly to: string; readonly substitute?: string }[];
}

export interface Unit {
  readonly title: string;
  readonly head?: string;
  readonly parent?: string;
}

/** A small company: a director, a head of sales who is away with a substitute, a vacancy, somebody who left. */
export const COMPANY: Company = {
  users: {
    director: { name: "Larisa Gromova", position: "director", email: "gromova@example.com", department: "company" },
    head: {
      name: "Anna Severova",
      email: "severova@example.com",
      phone: "+79000000011",
      department: "sales",
      timeZone: "Europe/Moscow",
      absent: [{ from: "2026-12-01", to: "2026-12-14", substitute: "seller" }],
    },
    seller: { name: "Igor Ladov", department: "sales" },
    keeper: { name: "Pavel Oreshin", department: "store" },
    leaver: { name: "Roman Tikhiy", department: "sales", active: false },
  },
  departments: {
    company: { title: "The company", head: "director" },
    sales: { title: "Sales", head: "head", parent: "company" },
    store: { title: "Store", parent: "sales" },
  },
  groups: { sales: { title: "Sales people", members: ["seller", "head", "leaver"] } },
  administrators: ["director"],
};
