import { type Route, serve } from '#platform/http.ts';
import * as groups from '../actions/groups.ts';
import * as meetings from '../actions/meetings.ts';
import { decideMeeting, markPresence } from '../actions/presence.ts';
import * as wire from '../contract/groups.ts';

/** Groups of one's own practice; members and meetings as far as the people are one's own. */
export const groupRoutes: Route[] = [
  serve(wire.listGroups, 'soziotherapie.read', (call, { permit }) => groups.listGroups(call, permit)),
  serve(wire.openGroup, 'soziotherapie.read', (call, { permit, body }) => groups.openGroup(call, permit, body)),
  serve(wire.getGroup, 'soziotherapie.read', (call, { permit, params }) => groups.getGroup(call, permit, params.id)),
  serve(wire.changeGroup, 'soziotherapie.read', (call, { permit, params, version, body }) =>
    groups.changeGroup(call, permit, params.id, version, body),
  ),
  serve(wire.joinGroup, 'soziotherapie.read', (call, { permit, params, body }) =>
    groups.joinGroup(call, permit, params.id, body.episodeId),
  ),
  serve(wire.leaveGroup, 'soziotherapie.read', (call, { permit, params, body }) =>
    groups.leaveGroup(call, permit, params.id, body.episodeId),
  ),
  serve(wire.planMeeting, 'soziotherapie.read', (call, { permit, params, body }) => meetings.planMeeting(call, permit, params.id, body)),
  serve(wire.moveMeeting, 'soziotherapie.read', (call, { permit, params, body }) => meetings.moveMeeting(call, permit, params.id, body)),
  serve(wire.getMeeting, 'soziotherapie.read', (call, { permit, params }) => meetings.getMeeting(call, permit, params.id)),
  serve(wire.bookMeeting, 'soziotherapie.read', (call, { permit, params, body }) =>
    meetings.bookMeeting(call, permit, params.id, body.episodeId),
  ),
  serve(wire.markPresence, 'soziotherapie.care', (call, { permit, params, body }) => markPresence(call, permit, params.id, body)),
  serve(wire.decideMeeting, 'soziotherapie.lead', (call, { permit, params, body }) =>
    decideMeeting(call, permit, params.id, body.as, body.reason),
  ),
];
