import { FakeAccess, type PortalAddress } from "./fake-access.ts";
import type { Fields } from "./fake-answer.ts";
import { FakeCrm } from "./fake-crm.ts";
import { FakeEvents } from "./fake-events.ts";
import { type Actor, type FakePortalOptions, type FakeSwitches, SWITCHES } from "./fake-options.ts";
import { FakeRandom } from "./fake-random.ts";
import type { Zone } from "./fake-time.ts";

export interface FakeUser {
  readonly id: number;
  name: string;
  lastName: string;
  email: string;
  active: boolean;
  /** May manage the settings of apps. */
  admin: boolean;
  departments: number[];
  position: string;
}

export interface FakeDepartment {
  readonly id: number;
  name: string;
  parent: number | null;
  head: number | null;
}

export interface Notification {
  readonly id: number;
  readonly kind: "personal" | "system";
  readonly userId: number;
  readonly message: string;
  readonly tag: string | null;
}

export interface TimelineEntry {
  readonly id: number;
  readonly kind: "comment" | "log";
  readonly entityType: string;
  readonly entityId: number;
  readonly authorId: number;
  readonly text: string;
  readonly files: number;
  readonly at: number;
}

/** An activity. `mailed`: its letter left the portal. */
export interface Activity {
  readonly id: number;
  readonly values: Fields;
  readonly mailed: boolean;
}

export interface FakeTask {
  readonly id: number;
  /** By the names of `tasks.task.add`. */
  readonly values: Fields;
  status: number;
  readonly createdAt: number;
  changedAt: number;
  changedBy: number;
  closedAt: number | null;
  readonly history: {
    readonly id: number;
    readonly at: number;
    readonly field: string;
    readonly value: { readonly from: string | null; readonly to: string | null };
    readonly userId: number;
  }[];
}

export interface FakeList {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly fields: readonly ListField[];
}

export interface ListField {
  /** `PROPERTY_951` */
  readonly id: string;
  readonly name: string;
  /** S text, N number, L option, F file, S:DateTime, E:ECrm and the like. */
  readonly type: string;
  readonly multiple?: boolean;
  readonly required?: boolean;
  readonly code?: string;
  readonly options?: Readonly<Record<string, string>>;
}

export interface ListElement {
  readonly id: number;
  readonly listId: number;
  readonly code: string;
  readonly createdBy: number;
  readonly createdAt: number;
  name: string;
  /** Property → id of the value → value. */
  values: Record<string, Record<string, string>>;
}

export interface DiskFile {
  readonly id: number;
  readonly fileId: number;
  readonly folderId: number;
  readonly name: string;
  /** As it was sent: base64. */
  readonly content: string;
  readonly createdBy: number;
  readonly at: number;
}

export interface Mailbox {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  /** Who sees it; nobody else does, administrators included. */
  readonly userIds: readonly number[];
}

export interface MailMessage {
  readonly id: number;
  readonly mailboxId: number;
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly at: number;
  readonly hasAttachments: boolean;
  folder: string;
  seen: boolean;
  /** `CRM activity` that was made of it. */
  activityId: number | null;
}

/** Everything a portal knows. */
export class FakeWorld {
  readonly now: () => number;
  readonly zone: Zone;
  readonly random: FakeRandom;
  readonly switches: FakeSwitches;
  readonly access: FakeAccess;
  readonly events: FakeEvents;
  readonly crm: FakeCrm;
  readonly mayRead: NonNullable<FakePortalOptions["mayRead"]>;
  readonly mayWrite: NonNullable<FakePortalOptions["mayWrite"]>;
  /** Where the portal is now: `https://portal.example`. */
  origin: string;
  readonly memberId: string;
  readonly users = new Map<number, FakeUser>();
  readonly departments = new Map<number, FakeDepartment>();
  readonly notifications: Notification[] = [];
  readonly messages: { readonly id: number; readonly dialog: string; readonly text: string }[] = [];
  readonly timeline: TimelineEntry[] = [];
  readonly activities: Activity[] = [];
  readonly tasks = new Map<number, FakeTask>();
  readonly lists = new Map<number, FakeList>();
  readonly listElements = new Map<number, ListElement>();
  readonly folders = new Map<number, { readonly storageId: number; readonly name: string }>();
  readonly disk: DiskFile[] = [];
  readonly mailboxes = new Map<number, Mailbox>();
  readonly mail: MailMessage[] = [];
  readonly sentMail: {
    readonly from: string;
    readonly to: readonly string[];
    readonly subject: string;
    readonly body: string;
  }[] = [];
  /** Templates of workflows that can be started. */
  readonly templates = new Set<number>();
  readonly workflows: {
    readonly id: string;
    readonly templateId: number;
    readonly document: readonly string[];
    readonly parameters: Fields;
  }[] = [];
  readonly robots: Fields[] = [];
  /** Tokens with which waiting robots can be answered, once. */
  readonly eventTokens = new Set<string>();
  readonly bizprocTasks: Fields[] = [];
  readonly senders: Fields[] = [];
  readonly smsStatuses: Fields[] = [];
  /** Letters that the CRM was told to send and could not. Set by tests: the next letters fail. */
  mailFails = false;
  readonly #lastIds = new Map<string, number>();

  constructor(options: FakePortalOptions) {
    this.now = () => options.clock.now();
    this.zone = { offsetMinutes: options.offsetMinutes ?? 180 };
    this.random = new FakeRandom(options.seed ?? 1);
    this.switches = { ...SWITCHES, ...options.switches };
    this.origin = `https://${options.host ?? "portal.example"}`;
    this.memberId = options.memberId ?? "a223c6b3710f85df22e9377d6c4f7553";
    this.mayRead = options.mayRead ?? (() => true);
    this.mayWrite = options.mayWrite ?? (() => true);
    const portal = (): PortalAddress => ({ origin: this.origin, memberId: this.memberId });
    this.access = new FakeAccess({ now: this.now, random: this.random, portal });
    this.events = new FakeEvents({
      ...{ now: this.now, clock: options.clock, random: this.random, access: this.access, portal },
      ...{ switches: this.switches, delivery: options.delivery ?? {}, send: options.send ?? fetch },
    });
    this.crm = new FakeCrm({
      now: this.now,
      zone: this.zone,
      events: this.events,
      switches: this.switches,
      origin: () => this.origin,
    });
  }

  /** The next number of a kind of things, from the number after `from`. */
  nextId(kind: string, from = 0): number {
    const id = Math.max(this.#lastIds.get(kind) ?? 0, from) + 1;
    this.#lastIds.set(kind, id);
    return id;
  }

  addUser(of: Partial<FakeUser> & { readonly id: number }): FakeUser {
    const user = {
      ...{ name: "Name", lastName: `Of ${of.id}`, email: `user${of.id}@portal.example`, active: true, admin: false },
      ...{ departments: [1], position: "", ...of },
    };
    this.users.set(user.id, user);
    return user;
  }

  addDepartment(of: Partial<FakeDepartment> & { readonly id: number }): FakeDepartment {
    const department = { name: `Department ${of.id}`, parent: null, head: null, ...of };
    this.departments.set(department.id, department);
    return department;
  }

  addList(list: FakeList): void {
    this.lists.set(list.id, list);
  }

  /** What stands behind a signed address of a file; null: nothing. */
  download(token: string): Buffer | null {
    const [kind, id] = token.split("|");
    const content =
      kind === "crm"
        ? this.crm.files.get(Number(id))?.content
        : this.disk.find((file) => kind === "disk" && file.id === Number(id))?.content;
    return content === undefined ? null : Buffer.from(content, "base64");
  }

  addMailbox(mailbox: Mailbox): void {
    this.mailboxes.set(mailbox.id, mailbox);
  }

  /** A letter that came into a mailbox. */
  receive(of: Partial<MailMessage> & { readonly mailboxId: number }): MailMessage {
    const message = {
      ...{ id: this.nextId("mail", 10), subject: "Subject", from: "client@example.com", body: "Text", at: this.now() },
      ...{ to: this.mailboxes.get(of.mailboxId)?.email ?? "", hasAttachments: false, folder: "INBOX", seen: false },
      ...{ activityId: null, ...of },
    };
    this.mail.push(message);
    return message;
  }

  isAdmin(userId: number): boolean {
    return this.users.get(userId)?.admin ?? false;
  }

  raise(event: string, object: string, actor: Actor, data: Fields): void {
    this.events.raise(event, object, actor, data);
  }
}
