import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { said } from '#kernel/said.ts';
import { Day } from '#rooms/people/contract.ts';
import { Id, Local } from './notes.ts';
import { PlaceKindShape, SessionStateShape, Warning } from './sessions.ts';

export const GroupRow = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  name: z.string(),
  practitionerId: z.uuid(),
  practitioner: z.string().nullable(),
  coPractitionerId: z.uuid().nullable(),
  coPractitioner: z.string().nullable(),
  seats: z.int(),
  members: z.int(),
  waiting: z.int(),
  nextMeeting: Local.nullable(),
  closed: z.boolean(),
});

export const listGroups = endpoint({
  name: 'soziotherapie.listGroups',
  method: 'GET',
  path: '/api/soziotherapie/groups',
  answer: z.strictObject({ groups: z.array(GroupRow) }),
});

const GroupWish = z.strictObject({
  name: said(80),
  practitionerId: z.uuid(),
  coPractitionerId: z.uuid().nullable().optional(),
  seats: z.int().min(2).max(12).default(12),
});
export type GroupWish = z.infer<typeof GroupWish>;

export const openGroup = endpoint({
  name: 'soziotherapie.openGroup',
  method: 'POST',
  path: '/api/soziotherapie/groups',
  body: GroupWish,
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  status: 201,
});

export const changeGroup = endpoint({
  name: 'soziotherapie.changeGroup',
  method: 'POST',
  path: '/api/soziotherapie/groups/:id',
  params: Id,
  body: GroupWish.extend({ closed: z.boolean().optional() }),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  versioned: true,
});

const Member = z.strictObject({
  episodeId: z.uuid(),
  personId: z.uuid(),
  name: z.string().nullable(),
  /** Place on the group's own waiting list, from 1; null: has a seat. */
  waitingPlace: z.int().nullable(),
  since: Day,
});
const MeetingRow = z.strictObject({
  id: z.uuid(),
  start: Local,
  end: Local,
  booked: z.int(),
  present: z.int(),
  /** Nobody decided yet what counts for the only one who came (R19). */
  undecided: z.boolean(),
});

export const getGroup = endpoint({
  name: 'soziotherapie.getGroup',
  method: 'GET',
  path: '/api/soziotherapie/groups/:id',
  params: Id,
  answer: GroupRow.extend({ memberList: z.array(Member), meetings: z.array(MeetingRow) }),
  versioned: true,
});

/** Takes a client in. Full: the group's waiting list, and the answer says the place (R19). */
export const joinGroup = endpoint({
  name: 'soziotherapie.joinGroup',
  method: 'POST',
  path: '/api/soziotherapie/groups/:id/members',
  params: Id,
  body: z.strictObject({ episodeId: z.uuid() }),
  answer: z.strictObject({ id: z.uuid(), waitingPlace: z.int().nullable() }),
});

/** The next of the waiting list gets the seat. */
export const leaveGroup = endpoint({
  name: 'soziotherapie.leaveGroup',
  method: 'POST',
  path: '/api/soziotherapie/groups/:id/leave',
  params: Id,
  body: z.strictObject({ episodeId: z.uuid() }),
  answer: z.strictObject({ id: z.uuid(), movedUp: z.uuid().nullable() }),
});

/** A meeting of those who have a seat, or of some of them; two to twelve. Each gets a session of her own. */
export const planMeeting = endpoint({
  name: 'soziotherapie.planMeeting',
  method: 'POST',
  path: '/api/soziotherapie/groups/:id/meetings',
  params: Id,
  body: z.strictObject({
    start: Local,
    end: Local,
    placeKind: PlaceKindShape.default('practice'),
    episodeIds: z.array(z.uuid()).max(40).optional(),
    weeks: z.int().min(1).max(26).default(1),
  }),
  answer: z.strictObject({
    meetings: z.array(z.strictObject({ id: z.uuid(), start: Local, booked: z.int(), refused: z.string().nullable() })),
    warnings: z.array(Warning.extend({ episodeId: z.uuid() })),
  }),
  status: 201,
});

/** Another time for a whole meeting; a session of a group does not move alone. */
export const moveMeeting = endpoint({
  name: 'soziotherapie.moveMeeting',
  method: 'POST',
  path: '/api/soziotherapie/meetings/:id/reschedule',
  params: Id,
  body: z.strictObject({ start: Local, end: Local, placeKind: PlaceKindShape.optional() }),
  answer: z.strictObject({ id: z.uuid(), moved: z.int(), warnings: z.array(Warning.extend({ episodeId: z.uuid() })) }),
});

/** One more seat at a meeting; the thirteenth is refused. */
export const bookMeeting = endpoint({
  name: 'soziotherapie.bookMeeting',
  method: 'POST',
  path: '/api/soziotherapie/meetings/:id/participants',
  params: Id,
  body: z.strictObject({ episodeId: z.uuid() }),
  answer: z.strictObject({ id: z.uuid(), sessionId: z.uuid(), seatsLeft: z.int() }),
});

const Participant = z.strictObject({
  sessionId: z.uuid(),
  version: z.int(),
  episodeId: z.uuid(),
  personId: z.uuid(),
  name: z.string().nullable(),
  state: SessionStateShape,
  warnings: z.array(Warning),
});
export const getMeeting = endpoint({
  name: 'soziotherapie.getMeeting',
  method: 'GET',
  path: '/api/soziotherapie/meetings/:id',
  params: Id,
  answer: z.strictObject({
    id: z.uuid(),
    groupId: z.uuid(),
    group: z.string(),
    start: Local,
    end: Local,
    participants: z.array(Participant),
    present: z.int(),
    undecided: z.boolean(),
  }),
});

/** Who came (T1 for each), who did not (T7). Everybody who is booked is named. */
export const markPresence = endpoint({
  name: 'soziotherapie.markPresence',
  method: 'POST',
  path: '/api/soziotherapie/meetings/:id/presence',
  params: Id,
  body: z.strictObject({
    start: Local,
    end: Local,
    placeKind: PlaceKindShape.default('practice'),
    present: z.array(z.uuid()).max(12),
    absent: z.array(z.strictObject({ sessionId: z.uuid(), event: z.enum(['mark-no-show', 'cancel-by-client']) })).max(12),
    riskConfirmed: z.boolean().optional(),
  }),
  answer: z.strictObject({ id: z.uuid(), present: z.int(), undecided: z.boolean() }),
});

/** R19: only one came; the lead decides that it counts as a single session, or that it did not take place. */
export const decideMeeting = endpoint({
  name: 'soziotherapie.decideMeeting',
  method: 'POST',
  path: '/api/soziotherapie/meetings/:id/decide',
  params: Id,
  body: z.strictObject({ as: z.enum(['single', 'cancelled']), reason: said(60, 3) }),
  answer: z.strictObject({ id: z.uuid(), as: z.enum(['single', 'cancelled']) }),
});
