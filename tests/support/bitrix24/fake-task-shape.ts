import { type Fields, listOf, mapOrList, numberOf, textOf } from "./fake-answer.ts";
import { instantOf, isoOf } from "./fake-time.ts";
import type { FakeTask, FakeWorld } from "./fake-world.ts";

/** What every task has and no test asks for: names and JSON types as the documentation shows them. */
const UNUSED: Fields = {
  ...{ multitask: "N", notViewed: "N", replicate: "N", stageId: "0", sprintId: null, backlogId: null, dateStart: null },
  ...{
    startDatePlan: null,
    endDatePlan: null,
    commentsCount: "0",
    serviceCommentsCount: "0",
    allowChangeDeadline: "Y",
  },
  ...{ allowTimeTracking: "N", addInReport: "N", forkedByTemplateId: null, timeEstimate: "0", timeSpentInLogs: null },
  ...{ matchWorkTime: "N", forumTopicId: null, forumId: null, siteId: "s1", subordinate: "N", exchangeModified: null },
  ...{ exchangeId: null, outlookVersion: "1", viewedDate: null, sorting: null, durationFact: null, isMuted: "N" },
  ...{ isPinned: "N", isPinnedInGroup: "N", flowId: null, durationPlan: "0", durationType: "days", favorite: "N" },
  ...{ newCommentsCount: 0, checkListCanAdd: true },
};
/** What the caller may do with a task. */
const ACTIONS = (
  "accept decline complete approve disapprove start pause delegate remove edit defer renew create changeDeadline " +
  "checklistAddItems addFavorite deleteFavorite rate take edit.originator checklist.reorder elapsedtime.add " +
  "dayplan.timer.toggle edit.plan checklist.add favorite.add favorite.delete"
).split(" ");

/** A task as one answers with it alone. Bindings to CRM and files only where they are named. @param select null: all */
export function taskShape(task: FakeTask, select: readonly string[] | null, world: FakeWorld): Fields {
  const own = Object.values(named(task, world)).filter(([name]) => !name.startsWith("uf"));
  const whole = {
    ...{
      ...UNUSED,
      ...Object.fromEntries(own),
      guid: `{${String(task.id).padStart(8, "0")}-0000-4000-8000-000000000000}`,
    },
    ...{
      activityDate: isoOf(task.changedAt, world.zone),
      checklist: [],
      creator: person(task.values.CREATED_BY, world),
    },
    ...{ ...around(task, world), action: Object.fromEntries(ACTIONS.map((name) => [name, true])) },
    checkListTree: {
      nodeId: 0,
      fields: { id: null, title: "", members: [], attachments: [] },
      action: [],
      descendants: [],
    },
  };
  return select === null ? whole : { ...chosen(task, select, world), ...around(task, world) };
}

/** A task as a row of a list. @param extras `params` of the call: what else is wanted */
export function taskRow(task: FakeTask, select: readonly string[], extras: Fields, world: FakeWorld): Fields {
  const names =
    select.length === 0 ? Object.keys(named(task, world)).filter((name) => !name.startsWith("UF_")) : select;
  const isWanted = (name: string): boolean => [true, "Y", "1", "true"].includes(extras[name] as string);
  return {
    ...chosen(task, names, world),
    ...{ descriptionInBbcode: "Y", lengthDeadline: "1", ...around(task, world) },
    ...(names.includes("COUNTERS") ? { counter: COUNTER } : {}),
    ...(names.includes("TAGS") ? { tags: [] } : {}),
    ...(isWanted("WITH_RESULT_INFO") ? { taskRequireResult: "N", taskHasOpenResult: "N", taskHasResult: "N" } : {}),
    ...(isWanted("WITH_TIMER_INFO") ? { timeElapsed: null, timerIsRunningForCurrentUser: "N" } : {}),
    ...(isWanted("WITH_PARSED_DESCRIPTION") ? { parsedDescription: textOf(task.values.DESCRIPTION) } : {}),
  };
}

const COUNTER: Fields = {
  counters: {
    ...{ expired: 0, newComments: 0, projectExpired: 0, projectNewComments: 0, mutedExpired: 0, mutedNewComments: 0 },
  },
  ...{ color: "gray", value: 0 },
};

function chosen(task: FakeTask, select: readonly string[], world: FakeWorld): Fields {
  const isAll = select.includes("*");
  const entries = Object.entries(named(task, world))
    .filter(
      ([upper, [name]]) =>
        upper === "ID" || select.includes(upper) || select.includes(name) || (isAll && !upper.startsWith("UF_")),
    )
    .map(([, entry]) => entry);
  return Object.fromEntries(entries);
}

/** Name in a `select` → name and value in an answer. */
function named(task: FakeTask, world: FakeWorld): Readonly<Record<string, readonly [name: string, value: unknown]>> {
  const { values, status } = task;
  const date = (ms: number | null): string | null => (ms === null ? null : isoOf(ms, world.zone));
  const text = (value: unknown): string | null => (value === undefined || value === null ? null : textOf(value));
  const bound = (value: unknown): unknown => (listOf(value).length === 0 ? false : listOf(value));
  return {
    ID: ["id", String(task.id)],
    PARENT_ID: ["parentId", text(values.PARENT_ID)],
    TITLE: ["title", textOf(values.TITLE)],
    DESCRIPTION: ["description", textOf(values.DESCRIPTION)],
    MARK: ["mark", textOf(values.MARK)],
    PRIORITY: ["priority", textOf(values.PRIORITY) || "1"],
    STATUS: ["status", String(status)],
    SUB_STATUS: ["subStatus", String(status)],
    GROUP_ID: ["groupId", textOf(values.GROUP_ID) || "0"],
    CREATED_BY: ["createdBy", textOf(values.CREATED_BY)],
    CREATED_DATE: ["createdDate", date(task.createdAt)],
    RESPONSIBLE_ID: ["responsibleId", textOf(values.RESPONSIBLE_ID)],
    CHANGED_BY: ["changedBy", String(task.changedBy)],
    CHANGED_DATE: ["changedDate", date(task.changedAt)],
    STATUS_CHANGED_BY: ["statusChangedBy", String(task.changedBy)],
    STATUS_CHANGED_DATE: ["statusChangedDate", date(task.changedAt)],
    CLOSED_BY: ["closedBy", task.closedAt === null ? null : String(task.changedBy)],
    CLOSED_DATE: ["closedDate", date(task.closedAt)],
    DEADLINE: ["deadline", date(instantOf(textOf(values.DEADLINE), world.zone))],
    TASK_CONTROL: ["taskControl", textOf(values.TASK_CONTROL) || "N"],
    XML_ID: ["xmlId", text(values.XML_ID)],
    DESCRIPTION_IN_BBCODE: ["descriptionInBbcode", "Y"],
    AUDITORS: ["auditors", listOf(values.AUDITORS).map(textOf)],
    ACCOMPLICES: ["accomplices", listOf(values.ACCOMPLICES).map(textOf)],
    UF_CRM_TASK: ["ufCrmTask", bound(values.UF_CRM_TASK)],
    UF_TASK_WEBDAV_FILES: ["ufTaskWebdavFiles", bound(values.UF_TASK_WEBDAV_FILES)],
  };
}

/** People and the group: lists where there is nobody, maps otherwise. */
function around({ values }: FakeTask, world: FakeWorld): Fields {
  const people = (ids: unknown): unknown =>
    mapOrList(Object.fromEntries(listOf(ids).map((id) => [textOf(id), person(id, world)])));
  const groupId = textOf(values.GROUP_ID);
  return {
    group:
      groupId === ""
        ? []
        : {
            id: groupId,
            name: "Working Group",
            opened: false,
            membersCount: 1,
            image: "/bitrix/images/group.png",
            additionalData: [],
          },
    responsible: person(values.RESPONSIBLE_ID, world),
    accomplicesData: people(values.ACCOMPLICES),
    auditorsData: people(values.AUDITORS),
  };
}

function person(id: unknown, world: FakeWorld): Fields {
  const user = world.users.get(numberOf(id));
  const name = user === undefined ? "" : `${user.name} ${user.lastName}`;
  const icon = "/bitrix/images/tasks/default_avatar.png";
  return {
    id: textOf(id),
    name,
    link: `/company/personal/user/${textOf(id)}/`,
    icon,
    workPosition: user?.position ?? "",
  };
}
