import type { Fields } from "./fake-answer.ts";

/** Types of fields as `crm.item.fields` names them. */
export type FakeFieldType =
  | ("integer" | "double" | "string" | "text" | "boolean" | "date" | "datetime" | "user")
  | ("crm_status" | "crm_currency" | "crm_company" | "crm_contact" | "crm_category" | "crm_entity" | "crm_lead")
  | ("enumeration" | "money" | "file" | "crm" | "employee" | "url" | "address" | "iblock_element" | "crm_multifield");

/** A field of an entity. */
export interface FakeField {
  /** As `crm.item.*` names it: `stageId`, `ufCrm_1721244707107`. */
  readonly name: string;
  /** `STAGE_ID`; of a user field its original name. */
  readonly upper: string;
  /** As `crm.lead.*` and the like name it; null: they do not know it. */
  readonly legacy: string | null;
  readonly type: FakeFieldType;
  readonly title: string;
  readonly multiple: boolean;
  readonly readOnly: boolean;
  readonly required: boolean;
  /** A user field. */
  readonly user: boolean;
  /** What stands there when nothing is set: null, 0, "" or []. */
  readonly empty: unknown;
  readonly statusType?: string;
  readonly settings?: Fields;
  readonly isDeprecated?: boolean;
  /** Options of an enumeration. */
  readonly items?: readonly { readonly ID: string; readonly VALUE: string }[];
}

/** How a user field is described when it is added. */
export interface UserFieldOptions {
  /** `UF_CRM_DISCOUNT` */
  readonly name: string;
  readonly type: FakeFieldType;
  readonly title?: string;
  readonly multiple?: boolean;
  readonly required?: boolean;
  readonly settings?: Fields;
  readonly items?: readonly { readonly ID: string; readonly VALUE: string }[];
  /** Where an old name is written in another way than the rule gives. */
  readonly camel?: string;
}

type Brief = readonly [name: string, type: FakeFieldType, empty?: unknown];

const READ_ONLY = new Set(
  (
    "id createdTime updatedTime createdBy updatedBy stageSemanticId movedBy movedTime lastActivityBy lastActivityTime " +
    "hasPhone hasEmail hasImol isWork isWon isLose receivedAmount lostAmount hasProducts searchContent closed entityTypeId " +
    "dateCreateShort dateModifyShort begindateShort closedateShort eventDateShort previousStageId isReturnCustomer " +
    "phoneMobile phoneWork phoneMailing emailHome emailWork emailMailing phone email imol"
  ).split(" "),
);

const HEAD: readonly Brief[] = [
  ["id", "integer"],
  ["createdTime", "datetime"],
  ["dateCreateShort", "date"],
  ["updatedTime", "datetime"],
  ["dateModifyShort", "date"],
  ["createdBy", "user"],
  ["updatedBy", "user"],
  ["assignedById", "user"],
  ["opened", "boolean"],
];
const UTM: readonly Brief[] = ["Source", "Medium", "Campaign", "Content", "Term"].map((of) => [`utm${of}`, "string"]);
const ORIGIN: readonly Brief[] = [
  ["originatorId", "string"],
  ["originId", "string"],
];
const MOVED: readonly Brief[] = [
  ["movedBy", "user"],
  ["movedTime", "datetime"],
];
const ACTIVE: readonly Brief[] = [
  ["lastActivityBy", "user"],
  ["lastActivityTime", "datetime"],
];
const LINKED: readonly Brief[] = [
  ["observers", "user", []],
  ["contactIds", "crm_contact", []],
];
const REACHED: readonly Brief[] = [
  ...["phoneMobile", "phoneWork", "phoneMailing", "emailHome", "emailWork", "emailMailing"].map(
    (name): Brief => [name, "string", ""],
  ),
  ["skype", "string"],
  ["icq", "string"],
  ["imol", "string", ""],
  ["email", "string", ""],
  ["phone", "string", ""],
  ["fm", "crm_multifield", []],
];
const PERSON: readonly Brief[] = ["name", "lastName", "secondName", "shortName"].map((name) => [name, "string"]);

const LEAD: readonly Brief[] = [
  ...HEAD,
  ["companyId", "crm_company", 0],
  ["contactId", "crm_contact", 0],
  ["stageId", "crm_status"],
  ["isConvert", "boolean"],
  ["statusDescription", "text"],
  ["stageSemanticId", "string"],
  ["productId", "integer"],
  ["opportunity", "double", 0],
  ["currencyId", "crm_currency"],
  ["sourceId", "crm_status"],
  ["sourceDescription", "text"],
  ["title", "string"],
  ...PERSON,
  ["companyTitle", "string"],
  ["post", "string"],
  ["address", "address"],
  ["comments", "text"],
  ["webformId", "integer", 0],
  ...ORIGIN,
  ["dateClosed", "datetime"],
  ["birthdate", "date"],
  ["honorific", "crm_status"],
  ["hasPhone", "boolean", "N"],
  ["hasEmail", "boolean", "N"],
  ["hasImol", "boolean", "N"],
  ["login", "string"],
  ["isReturnCustomer", "boolean", "N"],
  ["searchContent", "string"],
  ["isManualOpportunity", "boolean", "N"],
  ...MOVED,
  ...ACTIVE,
  ...REACHED,
  ...UTM,
  ...LINKED,
];

const DEAL: readonly Brief[] = [
  ...HEAD,
  ["leadId", "crm_lead"],
  ["companyId", "crm_company", 0],
  ["contactId", "crm_contact", 0],
  ["quoteId", "integer"],
  ["title", "string"],
  ["productId", "integer"],
  ["categoryId", "crm_category", 0],
  ["stageId", "crm_status"],
  ["stageSemanticId", "string"],
  ["isNew", "boolean", "N"],
  ["isRecurring", "boolean", "N"],
  ["isReturnCustomer", "boolean", "N"],
  ["isRepeatedApproach", "boolean", "N"],
  ["closed", "boolean", "N"],
  ["typeId", "crm_status", ""],
  ["opportunity", "double", 0],
  ["isManualOpportunity", "boolean", "N"],
  ["taxValue", "double", 0],
  ["currencyId", "crm_currency"],
  ["probability", "integer"],
  ["comments", "text", ""],
  ["begindate", "date"],
  ["begindateShort", "date"],
  ["closedate", "date"],
  ["closedateShort", "date"],
  ["eventDate", "datetime"],
  ["eventDateShort", "date"],
  ["eventId", "string"],
  ["eventDescription", "text"],
  ["locationId", "integer"],
  ["webformId", "integer", 0],
  ["sourceId", "crm_status", ""],
  ["sourceDescription", "text", ""],
  ...ORIGIN,
  ["additionalInfo", "text"],
  ["searchContent", "string"],
  ["orderStage", "string"],
  ...MOVED,
  ...ACTIVE,
  ["isWork", "boolean"],
  ["isWon", "boolean"],
  ["isLose", "boolean"],
  ["receivedAmount", "double"],
  ["lostAmount", "double"],
  ["hasProducts", "boolean"],
  ...UTM,
  ...LINKED,
];

const CONTACT: readonly Brief[] = [
  ...HEAD,
  ["companyId", "crm_company", 0],
  ["leadId", "crm_lead"],
  ["typeId", "crm_status", ""],
  ["sourceId", "crm_status", ""],
  ["sourceDescription", "text", ""],
  ...PERSON,
  ["post", "string"],
  ["address", "address"],
  ["comments", "text", ""],
  ["photo", "file"],
  ["birthdate", "date"],
  ["honorific", "crm_status"],
  ["hasPhone", "boolean", "N"],
  ["hasEmail", "boolean", "N"],
  ["hasImol", "boolean", "N"],
  ["webformId", "integer", 0],
  ...ORIGIN,
  ...ACTIVE,
  ...REACHED,
  ...UTM,
  ["observers", "user", []],
  ["companyIds", "crm_company", []],
];

const COMPANY: readonly Brief[] = [
  ...HEAD,
  ["title", "string"],
  ["typeId", "crm_status", ""],
  ["leadId", "crm_lead"],
  ["industry", "crm_status"],
  ["revenue", "double", 0],
  ["currencyId", "crm_currency"],
  ["employees", "crm_status"],
  ["bankingDetails", "text"],
  ["comments", "text", ""],
  ["isMyCompany", "boolean", "N"],
  ["hasPhone", "boolean", "N"],
  ["hasEmail", "boolean", "N"],
  ["hasImol", "boolean", "N"],
  ["webformId", "integer", 0],
  ...ORIGIN,
  ["originVersion", "string"],
  ["address", "address"],
  ...ACTIVE,
  ...REACHED,
  ...UTM,
  ["observers", "user", []],
  ["contactIds", "crm_contact", []],
];

/** Smart processes, invoices and quotes. */
const DYNAMIC: readonly Brief[] = [
  ["id", "integer"],
  ["title", "string"],
  ["xmlId", "string"],
  ["createdTime", "datetime"],
  ["updatedTime", "datetime"],
  ["createdBy", "user"],
  ["updatedBy", "user"],
  ["assignedById", "user"],
  ["opened", "boolean"],
  ["webformId", "integer", 0],
  ["begindate", "date"],
  ["closedate", "date"],
  ["companyId", "crm_company", 0],
  ["contactId", "crm_contact", 0],
  ["contactIds", "crm_contact", []],
  ["contacts", "crm_contact", []],
  ["observers", "user", []],
  ["categoryId", "crm_category", 0],
  ["movedTime", "datetime"],
  ["movedBy", "user"],
  ["stageId", "crm_status"],
  ["previousStageId", "crm_status", ""],
  ["sourceId", "crm_status", ""],
  ["sourceDescription", "text", ""],
  ["currencyId", "crm_currency"],
  ["isManualOpportunity", "boolean", "N"],
  ["opportunity", "double", 0],
  ["taxValue", "double", 0],
  ["mycompanyId", "crm_company", 0],
  ["lastActivityBy", "user"],
  ["lastActivityTime", "datetime"],
];

const INVOICE: readonly Brief[] = [...DYNAMIC, ["accountNumber", "string"], ["comments", "text", ""]];

/** Where a legacy name is not the common one. */
const LEGACY_NAMES: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  1: { stageId: "STATUS_ID", stageSemanticId: "STATUS_SEMANTIC_ID" },
  2: {},
  3: {},
  4: { typeId: "COMPANY_TYPE" },
};
const LEGACY_ALL: Readonly<Record<string, string>> = {
  createdTime: "DATE_CREATE",
  updatedTime: "DATE_MODIFY",
  createdBy: "CREATED_BY_ID",
  updatedBy: "MODIFY_BY_ID",
  movedBy: "MOVED_BY_ID",
};
/** What `crm.deal.get` and the like do not give. */
const NOT_LEGACY = new Set(
  (
    "dateCreateShort dateModifyShort begindateShort closedateShort eventDate eventDateShort eventId eventDescription isConvert " +
    "productId shortName webformId login searchContent orderStage isWork isWon isLose receivedAmount lostAmount hasProducts " +
    "phoneMobile phoneWork phoneMailing emailHome emailWork emailMailing phone email imol skype icq fm observers contactIds " +
    "companyIds entityTypeId xmlId previousStageId mycompanyId contacts"
  ).split(" "),
);

/** The fields every entity of this type has. */
export function systemFields(entityTypeId: number): readonly FakeField[] {
  const briefs = { 1: LEAD, 2: DEAL, 3: CONTACT, 4: COMPANY, 31: INVOICE }[entityTypeId] ?? DYNAMIC;
  return briefs.map(([name, type, empty = null]) => {
    const upper = upperOf(name);
    const legacy = LEGACY_NAMES[entityTypeId]?.[name] ?? LEGACY_ALL[name] ?? upper;
    return {
      name,
      upper,
      legacy: entityTypeId > 4 || NOT_LEGACY.has(name) ? null : legacy,
      type,
      title: upper,
      multiple: Array.isArray(empty),
      // A tax that is sent for a deal is passed over: it follows from products.
      readOnly: READ_ONLY.has(name) || (entityTypeId === 2 && name === "taxValue"),
      required: entityTypeId > 4 && name === "opened",
      user: false,
      empty,
      ...(entityTypeId > 4 && SETTINGS[name] !== undefined ? { settings: SETTINGS[name] } : {}),
      ...(entityTypeId > 4 && name === "contactId" ? { isDeprecated: true } : {}),
    };
  });
}

const SETTINGS: Readonly<Record<string, Fields>> = {
  companyId: { parentEntityTypeId: 4 },
  mycompanyId: { isMyCompany: true, parentEntityTypeId: 4, isEmbeddedEditorEnabled: true },
};

/** A binding to a smart process or another entity: `parentId1220`. */
export function parentField(parentEntityTypeId: number): FakeField {
  const upper = `PARENT_ID_${parentEntityTypeId}`;
  return {
    ...{
      name: `parentId${parentEntityTypeId}`,
      upper,
      legacy: upper,
      type: "crm_entity",
      title: upper,
      multiple: false,
    },
    ...{ readOnly: false, required: false, user: false, empty: null, settings: { parentEntityTypeId } },
  };
}

/** A user field as the portal keeps it. */
export function userField(options: UserFieldOptions): FakeField {
  const multiple = options.multiple ?? false;
  return {
    name: options.camel ?? camelOf(options.name),
    upper: options.name,
    legacy: options.name,
    type: options.type,
    title: options.title ?? options.name,
    multiple,
    readOnly: false,
    required: options.required ?? false,
    user: true,
    empty: multiple ? [] : options.type === "boolean" ? "N" : null,
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    ...(options.items === undefined ? {} : { items: options.items }),
  };
}

/** `STAGE_ID` of `stageId`, `PARENT_ID_1220` of `parentId1220`. */
function upperOf(name: string): string {
  return name
    .replaceAll(/([A-Z])|(\d+)/g, (_, letter?: string, digits?: string) => `_${letter ?? digits}`)
    .toUpperCase();
}

/** `ufCrm_1721244707107` of `UF_CRM_1721244707107`, `ufCrm44_172` of `UF_CRM_44_172`, `ufCrmDiscount` of `UF_CRM_DISCOUNT`. */
function camelOf(original: string): string {
  const [, type, rest] = /^UF_CRM_(?:(\d{1,4})_)?(.+)$/.exec(original) ?? [];
  if (rest === undefined) return original;
  const words = rest.toLowerCase().split("_");
  const tail = words
    .map((word) => (/^\d/.test(word) ? `_${word}` : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
  return `ufCrm${type ?? ""}${tail}`;
}
