import { allowFits } from "./allow-fits.ts";
import { approverTwice } from "./approver-twice.ts";
import { awaitedForm } from "./awaited-form.ts";
import { bareExpression } from "./bare-expression.ts";
import { calendarExists } from "./calendar-exists.ts";
import { catchOrder } from "./catch-order.ts";
import type { Check } from "./check.ts";
import { choiceEmpty } from "./choice-empty.ts";
import { choiceValue } from "./choice-value.ts";
import { columnExists } from "./column-exists.ts";
import { cronForm } from "./cron-form.ts";
import { cycleWithoutWait } from "./cycle-without-wait.ts";
import { decisionExists } from "./decision-exists.ts";
import { decisionUnused } from "./decision-unused.ts";
import { departmentExists } from "./department-exists.ts";
import { durationForm } from "./duration-form.ts";
import { durationZero } from "./duration-zero.ts";
import { eachList } from "./each-list.ts";
import { eventExists } from "./event-exists.ts";
import { factTitleCheck } from "./fact-title.ts";
import { fieldExists } from "./field-exists.ts";
import { fieldRange } from "./field-range.ts";
import { fieldReadOnly } from "./field-read-only.ts";
import { filterOperator } from "./filter-operator.ts";
import { groupExists } from "./group-exists.ts";
import { holdsWithoutRecord } from "./holds-without-record.ts";
import { inputExists } from "./input-exists.ts";
import { inputMissing } from "./input-missing.ts";
import { instantForm } from "./instant-form.ts";
import { ladderExists } from "./ladder-exists.ts";
import { ladderOrder } from "./ladder-order.ts";
import { ladderRepeats } from "./ladder-repeats.ts";
import { ladderRung } from "./ladder-rung.ts";
import { ladderSamePerson } from "./ladder-same-person.ts";
import { ladderUnused } from "./ladder-unused.ts";
import { listExists } from "./list-exists.ts";
import { mailboxExists } from "./mailbox-exists.ts";
import { moneyCurrency } from "./money-currency.ts";
import { nameReserved } from "./name-reserved.ts";
import { notByAssignee } from "./not-by-assignee.ts";
import { notifyText } from "./notify-text.ts";
import { operationExists } from "./operation-exists.ts";
import { outcomeExists } from "./outcome-exists.ts";
import { outcomeNeeds } from "./outcome-needs.ts";
import { outcomeUnhandled } from "./outcome-unhandled.ts";
import { outcomesUntested } from "./outcomes-untested.ts";
import { parameterExists } from "./parameter-exists.ts";
import { parameterMissing } from "./parameter-missing.ts";
import { personWritten } from "./person-written.ts";
import { processExists } from "./process-exists.ts";
import { processFolder } from "./process-folder.ts";
import { quorumReachable } from "./quorum-reachable.ts";
import { recordTypeExists } from "./record-type-exists.ts";
import { recordTypeFits } from "./record-type-fits.ts";
import { registryExists } from "./registry-exists.ts";
import { reworkFrom } from "./rework-from.ts";
import { reworkOutcome } from "./rework-outcome.ts";
import { secretInFile } from "./secret-in-file.ts";
import { startLoadedFields } from "./start-loaded-fields.ts";
import { stepIdDuplicate } from "./step-id-duplicate.ts";
import { stepTargetExists } from "./step-target-exists.ts";
import { stepTargetOutside } from "./step-target-outside.ts";
import { stepUnreachable } from "./step-unreachable.ts";
import { stepWithoutResult } from "./step-without-result.ts";
import { switchCases } from "./switch-cases.ts";
import { taskDeadline } from "./task-deadline.ts";
import { taskNobody } from "./task-nobody.ts";
import { templateExists } from "./template-exists.ts";
import { templatePrintable } from "./template-printable.ts";
import { templateUnused } from "./template-unused.ts";
import { timeoutChoice } from "./timeout-choice.ts";
import { timeoutSilent } from "./timeout-silent.ts";
import { userExists } from "./user-exists.ts";
import { valueMaybeNull } from "./value-maybe-null.ts";
import { valueType } from "./value-type.ts";
import { variableInBranch } from "./variable-in-branch.ts";
import { variableMaybeNull } from "./variable-maybe-null.ts";
import { variableNotYet } from "./variable-not-yet.ts";
import { variableOutOfSight } from "./variable-out-of-sight.ts";
import { variableSpelling } from "./variable-spelling.ts";
import { variableTaken } from "./variable-taken.ts";
import { whereOnlyRecord } from "./where-only-record.ts";

/** Every check, in reading order: names, ways, people, ladders, the catalogue, tables and starts, values. */
export const CHECKS: readonly Check[] = [
  processFolder,
  calendarExists,
  stepIdDuplicate,
  nameReserved,
  variableTaken,
  variableInBranch,
  variableNotYet,
  variableMaybeNull,
  variableSpelling,
  variableOutOfSight,
  stepWithoutResult,
  stepTargetExists,
  stepTargetOutside,
  stepUnreachable,
  cycleWithoutWait,
  switchCases,
  catchOrder,
  timeoutChoice,
  timeoutSilent,
  outcomeExists,
  outcomeUnhandled,
  outcomesUntested,
  outcomeNeeds,
  taskDeadline,
  taskNobody,
  notByAssignee,
  quorumReachable,
  approverTwice,
  reworkFrom,
  reworkOutcome,
  ladderExists,
  ladderUnused,
  ladderRung,
  ladderOrder,
  ladderRepeats,
  ladderSamePerson,
  operationExists,
  parameterExists,
  parameterMissing,
  recordTypeExists,
  fieldExists,
  fieldReadOnly,
  choiceValue,
  recordTypeFits,
  moneyCurrency,
  filterOperator,
  registryExists,
  columnExists,
  listExists,
  mailboxExists,
  userExists,
  groupExists,
  departmentExists,
  personWritten,
  decisionExists,
  decisionUnused,
  templateExists,
  templatePrintable,
  templateUnused,
  processExists,
  inputExists,
  inputMissing,
  startLoadedFields,
  eventExists,
  cronForm,
  eachList,
  awaitedForm,
  whereOnlyRecord,
  notifyText,
  factTitleCheck,
  fieldRange,
  choiceEmpty,
  holdsWithoutRecord,
  valueType,
  valueMaybeNull,
  bareExpression,
  durationForm,
  instantForm,
  allowFits,
  durationZero,
  secretInFile,
];
