import { collectReactions, type Reactions } from '#platform/events.ts';
import type { Route } from '#platform/http.ts';
import type { RoomJobs } from '#platform/jobs.ts';
import type { Mailer } from '#platform/mail/mailer.ts';
import { HOUSE_PROBLEMS, type ProblemCatalogue } from '#platform/problem.ts';
import { accessRoutes } from '#rooms/access/routes.ts';
import { ACCESS_PROBLEMS } from '#rooms/access/rules/words.ts';
import { directoryRoutes } from '#rooms/directory/routes.ts';
import { DIRECTORY_WORDS } from '#rooms/directory/rules/words.ts';
import { messagesJobs } from '#rooms/messages/jobs.ts';
import { messagesRoutes } from '#rooms/messages/routes.ts';
import { MESSAGES_PROBLEMS } from '#rooms/messages/rules/words.ts';
import { placementJobs } from '#rooms/placement/jobs.ts';
import { PLACEMENT_PROBLEMS } from '#rooms/placement/problems.ts';
import { placementReactions } from '#rooms/placement/reactions.ts';
import { placementRoutes } from '#rooms/placement/routes.ts';
import { schedulingJobs } from '#rooms/scheduling/jobs.ts';
import { schedulingRoutes } from '#rooms/scheduling/routes.ts';
import { SCHEDULING_WORDS } from '#rooms/scheduling/rules/words.ts';
import { tasksRoutes } from '#rooms/tasks/routes.ts';
import { TASKS_PROBLEMS } from '#rooms/tasks/rules/words.ts';

/** Every endpoint of the house, in room order. */
export const ROUTES: readonly Route[] = [
  ...accessRoutes,
  ...messagesRoutes,
  ...tasksRoutes,
  ...directoryRoutes,
  ...schedulingRoutes,
  ...placementRoutes,
];

/** Words of every refusal. */
export const PROBLEMS: ProblemCatalogue = {
  ...HOUSE_PROBLEMS,
  ...ACCESS_PROBLEMS,
  ...MESSAGES_PROBLEMS,
  ...TASKS_PROBLEMS,
  ...DIRECTORY_WORDS,
  ...SCHEDULING_WORDS,
  ...PLACEMENT_PROBLEMS,
};

/** What rooms do in the transaction of another room's event, in room order. */
export const REACTIONS: Reactions = collectReactions([placementReactions]);

/** What the worker does, in room order. */
export function roomJobs(mailer: Mailer): RoomJobs[] {
  return [messagesJobs(mailer), schedulingJobs, placementJobs];
}
