import { collectReactions, type Reactions } from '#platform/events.ts';
import type { Route } from '#platform/http.ts';
import type { RoomJobs } from '#platform/jobs.ts';
import type { Mailer } from '#platform/mail/mailer.ts';
import { HOUSE_PROBLEMS, type ProblemCatalogue } from '#platform/problem.ts';
import { accessJobs } from '#rooms/access/jobs.ts';
import { accessRoutes } from '#rooms/access/routes.ts';
import { ACCESS_PROBLEMS } from '#rooms/access/rules/words.ts';
import { directoryJobs } from '#rooms/directory/jobs.ts';
import { DIRECTORY_PROBLEMS } from '#rooms/directory/problems.ts';
import { directoryReactions } from '#rooms/directory/reactions.ts';
import { directoryRoutes } from '#rooms/directory/routes.ts';
import { messagesJobs } from '#rooms/messages/jobs.ts';
import { messagesRoutes } from '#rooms/messages/routes.ts';
import { MESSAGES_PROBLEMS } from '#rooms/messages/rules/words.ts';
import { placementJobs } from '#rooms/placement/jobs.ts';
import { PLACEMENT_PROBLEMS } from '#rooms/placement/problems.ts';
import { placementReactions } from '#rooms/placement/reactions.ts';
import { placementRoutes } from '#rooms/placement/routes.ts';
import { schedulingJobs } from '#rooms/scheduling/jobs.ts';
import { SCHEDULING_PROBLEMS } from '#rooms/scheduling/problems.ts';
import { schedulingReactions } from '#rooms/scheduling/reactions.ts';
import { schedulingRoutes } from '#rooms/scheduling/routes.ts';
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
  ...DIRECTORY_PROBLEMS,
  ...SCHEDULING_PROBLEMS,
  ...PLACEMENT_PROBLEMS,
};

/** What rooms do in the transaction of another room's event, in room order. */
export const REACTIONS: Reactions = collectReactions([directoryReactions, schedulingReactions, placementReactions]);

/** What the worker does, in room order. */
export function roomJobs(mailer: Mailer): RoomJobs[] {
  return [accessJobs, messagesJobs(mailer), directoryJobs, schedulingJobs, placementJobs];
}
