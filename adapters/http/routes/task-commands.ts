import Type, { type TProperties } from "typebox";
import { id, type TaskId, type UserId } from "../../../engine/base/ids.ts";
import type { ValueMap } from "../../../engine/base/value.ts";
import { canRecall } from "../../../engine/instance/recall.ts";
import type { PersonCommand } from "../../../engine/runtime/use-cases.ts";
import { taskAddress, taskAt } from "../../task-address.ts";
import { actOnTask, commandOf, type Done } from "../act-on-task.ts";
import { type Call, route } from "../api-route.ts";
import { notFound, Problem } from "../problem.ts";
import { refuseForeignFiles } from "../seen-files.ts";
import { seesTask, shownTask, TASK_PARAMS } from "../seen-task.ts";

/** Tasks that are decided at once, at most. */
const BULK_MAX = 100;

const TEXT_MAX = 20_000;
const COMMENT = Type.Union([Type.String({ maxLength: TEXT_MAX }), Type.Null()], { default: null });
const USER = Type.String({ minLength: 1, maxLength: 200 });
const OUTCOME = Type.Union([Type.String({ maxLength: 200 }), Type.Null()], {
  default: null,
  description: "Null: the only one there is.",
});

/** Files at once beside what somebody says. */
const FILES_MAX = 20;
const FILES = Type.Optional(
  Type.Array(
    Type.Object(
      {
        id: Type.String({ minLength: 1, maxLength: 500, pattern: "^file:" }),
        name: Type.String({ minLength: 1, maxLength: 300 }),
      },
      { additionalProperties: false },
    ),
    { maxItems: FILES_MAX, description: "Sent before (`POST /api/files`); everybody who sees the task sees them." },
  ),
);

/** What a command came to. */
const DONE = Type.Object(
  {
    task: Type.String(),
    instance: Type.String(),
    revision: Type.Integer(),
    isRepeated: Type.Boolean({ description: "The same command came before: this is its answer." }),
    canRecall: Type.Boolean({ description: "May he still take it back?" }),
  },
  { $id: "TaskDone" },
);

const strict = <Properties extends TProperties>(properties: Properties) =>
  Type.Object(properties, { additionalProperties: false });

type OnTask = Call<{ readonly task: string }, unknown, unknown>;
type Body = Extract<PersonCommand["body"], { readonly task: TaskId }>;

/** What people do with a task. Whether they may is the engine's question, asked of the task as it is by then. */
export const TASK_COMMAND_ROUTES = [
  route({
    method: "POST",
    path: "/api/tasks/complete",
    area: "tasks",
    summary: {
      ru: "Решить много заданий одним исходом: ответ о каждом.",
      en: "Decide many tasks with one outcome: an answer for each.",
    },
    permission: "task.act",
    own: "filtered",
    body: strict({
      tasks: Type.Array(Type.String({ minLength: 1, maxLength: 300 }), { minItems: 1, maxItems: BULK_MAX }),
      outcome: Type.String({ minLength: 1, maxLength: 200 }),
      comment: COMMENT,
    }),
    answer: Type.Array(
      Type.Object({
        task: Type.String(),
        isDone: Type.Boolean(),
        problem: Type.Union([
          Type.Object({ code: Type.String(), title: Type.String(), remedy: Type.String() }),
          Type.Null(),
        ]),
      }),
    ),
    async handle(call) {
      const { outcome, comment } = call.body;
      const answers = [];
      // One after another: what the first changes the next must see.
      for (const task of new Set(call.body.tasks))
        answers.push(await decidedOf(call, task, { outcome, comment: comment ?? null }));
      return answers;
    },
  }),
  route({
    method: "POST",
    path: "/api/tasks/:task/complete",
    area: "tasks",
    summary: { ru: "Решить задание.", en: "Decide a task." },
    permission: "task.act",
    own: seesTask,
    params: TASK_PARAMS,
    body: strict({
      outcome: OUTCOME,
      form: Type.Record(Type.String(), Type.Unknown(), { default: {} }),
      comment: COMMENT,
      files: FILES,
    }),
    answer: DONE,
    async handle(call) {
      const { outcome, comment } = call.body;
      const form = call.body.form as ValueMap;
      const { shown, task } = await shownTask(call);
      refuseForeignFiles(form, { user: call.viewer.user, known: [task.form, shown.instance.scopes] });
      const said = { outcome: outcome ?? null, form, comment: comment ?? null, ...filesOf(call) };
      return done(call, { kind: "complete", task: task.id, ...said });
    },
  }),
  command("claim", { ru: "Взять задание.", en: "Claim a task." }),
  command("unclaim", { ru: "Вернуть задание в очередь.", en: "Put a claimed task back." }),
  command("recall", {
    ru: "Отменить своё решение, пока не решил следующий.",
    en: "Take back one's own decision until the next one has decided.",
  }),
  route({
    method: "POST",
    path: "/api/tasks/:task/delegate",
    area: "tasks",
    summary: {
      ru: "Поручить задание другому; отвечает поручивший.",
      en: "Have another do it; who delegates stays answerable.",
    },
    permission: "task.act",
    own: seesTask,
    params: TASK_PARAMS,
    body: strict({ to: USER }),
    answer: DONE,
    handle: (call) => done(call, { kind: "delegate", task: taskOf(call), to: id<UserId>(call.body.to) }),
  }),
  route({
    method: "POST",
    path: "/api/tasks/:task/reassign",
    area: "tasks",
    summary: { ru: "Передать задание другому насовсем.", en: "Give the task to another for good." },
    permission: "task.reassign",
    own: seesTask,
    params: TASK_PARAMS,
    body: strict({ to: USER }),
    answer: DONE,
    handle: (call) =>
      done(call, { kind: "reassign", task: taskOf(call), to: id<UserId>(call.body.to) }, call.grant === "any"),
  }),
  route({
    method: "POST",
    path: "/api/tasks/:task/comment",
    area: "tasks",
    summary: { ru: "Оставить комментарий, не решая.", en: "Leave a comment without deciding." },
    permission: "task.act",
    own: seesTask,
    params: TASK_PARAMS,
    body: strict({ text: Type.String({ minLength: 1, maxLength: TEXT_MAX }), files: FILES }),
    answer: DONE,
    async handle(call) {
      const text = filled(call.body.text);
      return done(call, { kind: "comment", task: taskOf(call), text, ...filesOf(call) });
    },
  }),
  route({
    method: "POST",
    path: "/api/tasks/:task/approver",
    area: "tasks",
    summary: { ru: "Добавить согласующего после себя.", en: "Add an approver behind oneself." },
    permission: "task.act",
    own: seesTask,
    params: TASK_PARAMS,
    body: strict({ user: USER }),
    answer: DONE,
    handle: (call) => done(call, { kind: "addApprover", task: taskOf(call), user: id<UserId>(call.body.user) }),
  }),
  route({
    method: "POST",
    path: "/api/tasks/:task/question",
    area: "tasks",
    summary: { ru: "Задать вопрос перед решением.", en: "Ask before deciding." },
    permission: "task.act",
    own: seesTask,
    params: TASK_PARAMS,
    body: strict({
      to: Type.Union([USER, Type.Null()], { default: null, description: "Null: the requester." }),
      text: Type.String({ minLength: 1, maxLength: TEXT_MAX }),
      files: FILES,
    }),
    answer: DONE,
    async handle(call) {
      const { to } = call.body;
      const said = { question: filled(call.body.text), ...filesOf(call) };
      return done(call, { kind: "askForInfo", task: taskOf(call), to: to ? id<UserId>(to) : null, ...said });
    },
  }),
] as const;

/** A command that says nothing but its task. */
function command(kind: "claim" | "unclaim" | "recall", summary: { readonly ru: string; readonly en: string }) {
  return route({
    ...{ method: "POST", path: `/api/tasks/:task/${kind}`, area: "tasks", summary },
    ...{ permission: "task.act", own: seesTask, params: TASK_PARAMS, answer: DONE },
    handle: (call) => done(call, { kind, task: taskOf(call) }),
  });
}

function taskOf({ params }: Pick<OnTask, "params">): TaskId {
  return taskAt(params.task);
}

async function done(call: OnTask, body: Body, operates = false) {
  return doneShown(call, body.task, await actOnTask(call, call.commandId, body, operates));
}

async function doneShown({ service, viewer }: Pick<OnTask, "service" | "viewer">, task: TaskId, accepted: Done) {
  const { instance, revision, repeated } = accepted;
  const shown = await service.useCases.show(instance);
  return {
    ...{ task: taskAddress(task), instance, revision, isRepeated: repeated },
    canRecall: shown !== null && canRecall(shown, task, viewer.user),
  };
}

/** One of many: what goes wrong with it does not touch the others. */
async function decidedOf(
  call: Pick<Call<unknown, unknown, unknown>, "service" | "viewer" | "locale" | "commandId">,
  address: string,
  { outcome, comment }: { readonly outcome: string; readonly comment: string | null },
) {
  const task = taskAt(address);
  try {
    if (!(await seesTask({ ...call, params: { task: address } }))) throw notFound();
    const body = { kind: "complete", task, outcome, form: {}, comment } as const;
    await actOnTask(call, commandOf(call.commandId, task), body);
    return { task: taskAddress(task), isDone: true, problem: null };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { code, says, remedy } = error;
    const problem = { code, title: says[call.locale], remedy: remedy[call.locale] };
    return { task: taskAddress(task), isDone: false, problem };
  }
}

/** What was attached: only what the viewer sent himself. @throws {Problem} `FORM_INVALID` */
function filesOf({
  body: { files = [] },
  viewer,
}: {
  readonly body: { readonly files?: readonly { readonly id: string; readonly name: string }[] };
  readonly viewer: OnTask["viewer"];
}): { readonly files?: readonly ValueMap[] } {
  if (files.length === 0) return {};
  refuseForeignFiles({ files }, { user: viewer.user, known: [] });
  return { files: files.map(({ id: file, name }) => ({ id: file, name })) };
}

function filled(text: string): string {
  const trimmed = text.trim();
  if (trimmed !== "") return trimmed;
  const says = { ru: "Напишите, что хотите сказать.", en: "Write what you want to say." };
  throw new Problem("INPUT_INVALID", { says, remedy: says, fields: { text: says } });
}
