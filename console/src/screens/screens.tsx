import {
  IconAddressBook,
  IconBook2,
  IconChecklist,
  IconHelp,
  IconListSearch,
  IconReportAnalytics,
  IconSend,
  IconSettings,
  IconSitemap,
  IconUser,
  IconUsers,
} from "@tabler/icons-react";
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { Role } from "../api/use-session.ts";
import type { Text } from "../words/locale.ts";

/** A screen of the console: where it is, who sees it, how the navigation calls it. */
export interface Screen {
  /** First part of its addresses; `""`: the first screen. */
  readonly path: string;
  readonly title: Text;
  readonly icon: ComponentType<{ readonly size?: number; readonly stroke?: number }>;
  /** Shown to these; null: to everybody. What may be done there the server decides. */
  readonly roles: readonly Role[] | null;
  /** Loaded when it is opened: the first view does not wait for what it does not show. */
  readonly body: LazyExoticComponent<ComponentType>;
  /** Its page of the manual. @default as its path */
  readonly help?: string;
  /** True: only where records are kept here (`crm: local`). */
  readonly needsRecords?: boolean;
  /** False: not in the navigation, reached from elsewhere. */
  readonly isListed?: boolean;
}

/** Every screen, in the order of the navigation. */
export const SCREENS: readonly Screen[] = [
  {
    path: "tasks",
    title: { ru: "Задания", en: "Inbox" },
    icon: IconChecklist,
    roles: null,
    body: lazy(() => import("./inbox/inbox.tsx")),
    help: "inbox",
  },
  {
    path: "requests",
    title: { ru: "Мои заявки", en: "My requests" },
    icon: IconSend,
    roles: null,
    body: lazy(() => import("./requests/requests.tsx")),
  },
  {
    path: "search",
    title: { ru: "Поиск", en: "Search" },
    icon: IconListSearch,
    roles: null,
    body: lazy(() => import("./search/search.tsx")),
  },
  {
    path: "people",
    title: { ru: "Люди", en: "People" },
    icon: IconUsers,
    roles: null,
    body: lazy(() => import("./people/people.tsx")),
  },
  {
    path: "crm",
    title: { ru: "Клиенты и сделки", en: "Clients and deals" },
    icon: IconAddressBook,
    roles: null,
    needsRecords: true,
    body: lazy(() => import("./crm/crm.tsx")),
  },
  {
    path: "registries",
    title: { ru: "Реестры", en: "Registries" },
    icon: IconBook2,
    roles: null,
    body: lazy(() => import("./registries/registries.tsx")),
  },
  {
    path: "processes",
    title: { ru: "Процессы", en: "Processes" },
    icon: IconSitemap,
    roles: ["analyst", "operator", "administrator"],
    body: lazy(() => import("./processes/processes.tsx")),
  },
  {
    path: "operations",
    title: { ru: "Операции", en: "Operations" },
    icon: IconReportAnalytics,
    roles: ["analyst", "operator", "administrator"],
    body: lazy(() => import("./operations/operations.tsx")),
  },
  {
    path: "accounts",
    title: { ru: "Учётные записи", en: "Accounts" },
    icon: IconSettings,
    roles: ["administrator"],
    body: lazy(() => import("./accounts/accounts.tsx")),
  },
  {
    path: "me",
    title: { ru: "Мой профиль", en: "My profile" },
    icon: IconUser,
    roles: null,
    body: lazy(() => import("./me/me.tsx")),
    isListed: false,
  },
  {
    path: "help",
    title: { ru: "Помощь", en: "Help" },
    icon: IconHelp,
    roles: null,
    body: lazy(() => import("./help/help.tsx")),
  },
];
