import { afterAll, expect, test } from 'vitest';
import { findOpening } from '#rooms/consent/actions/releases.ts';
import { setCases } from '#test/cases-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { giveCaseRelease, readCaseReleases, withdrawCaseRelease } from './actions/releases.ts';
import { remindOfReleases } from './jobs/releases.ts';

const stage = await setCases(await freshDatabase());
const { cast } = stage;
afterAll(() => stage.close());

const SPOKEN = {
  recipientKind: 'service' as const,
  recipientName: 'Schuldnerberatung Bonn',
  directions: ['to-recipient' as const],
  classes: ['identity' as const, 'contact' as const],
  purpose: 'COORD' as const,
  untilOn: '2026-06-30',
  form: 'spoken' as const,
  language: 'de',
  givenBy: 'client' as const,
  witness: 'Benno Thiel',
};
const give = (caseId: string, more: Record<string, unknown> = {}) =>
  cast.as('olena', (call, permit) => giveCaseRelease(call, permit('cases.care'), caseId, { ...SPOKEN, ...more }));
const refused = (caseId: string, more: Record<string, unknown>) =>
  cast.refusal('olena', (call, permit) => giveCaseRelease(call, permit('cases.care'), caseId, { ...SPOKEN, ...more }));
const opens = (personId: string, id: string) =>
  cast.as('olena', (call) =>
    findOpening(call, { personId, organisationId: stage.services.rheinsieg, recipient: { releaseId: id }, classes: ['contact'] }),
  );

test('A release names one recipient, one direction, what, for what and until when; both ways are two records', async () => {
  const { caseId, personId } = await stage.openCase();
  const { ids } = await give(caseId, { directions: ['to-recipient', 'from-recipient'] });
  expect(ids).toHaveLength(2);
  const { releases } = await cast.as('olena', (call, permit) => readCaseReleases(call, permit('cases.care'), caseId));
  expect(releases.map((one) => [one.direction, one.standing, one.untilOn]).sort()).toEqual([
    ['from-recipient', 'given', '2026-06-30'],
    ['to-recipient', 'given', '2026-06-30'],
  ]);
  // what may come to us opens nothing to go to them
  const opening = await Promise.all(ids.map((id) => opens(personId, id)));
  expect(opening.filter(Boolean)).toHaveLength(1);
  expect(await refused(caseId, { untilOn: '2026-03-01' })).toMatchObject({
    code: 'release-incomplete',
    detail: { errors: [{ pointer: '/untilOn', code: 'too-early' }] },
  });
  expect(await refused(caseId, { untilOn: '2028-03-03' })).toMatchObject({
    detail: { errors: [{ pointer: '/untilOn', code: 'too-late' }] },
  });
  expect(await refused(caseId, { form: 'paper' })).toMatchObject({ detail: { errors: [{ pointer: '/fileId', code: 'required' }] } });
  expect(await refused(caseId, { witness: undefined })).toMatchObject({ detail: { errors: [{ pointer: '/witness', code: 'required' }] } });
  const [row] = await stage.look<{ sealed: Buffer }>('select recipient_sealed as sealed from consent.consent where id = $1', ids[0]);
  expect(row?.sealed.toString('utf8')).not.toContain('Schuldner');
});

test('A withdrawal acts on the next request, by whatever way it was said; other services and managers see nothing of it', async () => {
  const { caseId, personId } = await stage.openCase();
  const { ids } = await give(caseId);
  const id = ids[0] ?? '';
  expect(await opens(personId, id)).toBe(id);
  for (const who of ['benno', 'rike'] as const)
    expect(await cast.refusal(who, (call, permit) => withdrawCaseRelease(call, permit('cases.care'), id, 1, 'phone'))).toMatchObject({
      code: 'release-not-found',
    });
  expect(await cast.refusal('benno', (call, permit) => readCaseReleases(call, permit('cases.care'), caseId))).toMatchObject({
    code: 'not-found',
  });
  await cast.as('olena', (call, permit) => withdrawCaseRelease(call, permit('cases.care'), id, 1, 'phone'));
  expect(await opens(personId, id)).toBeUndefined();
  expect(await cast.refusal('olena', (call, permit) => withdrawCaseRelease(call, permit('cases.care'), id, 2, 'phone'))).toMatchObject({
    code: 'release-withdrawn',
  });
});

test('It holds through the end of its last day; the case manager is reminded 30 days before', async () => {
  const { caseId, personId } = await stage.openCase();
  const { ids } = await give(caseId, { untilOn: '2026-03-20' });
  await remindOfReleases(stage.world);
  await remindOfReleases(stage.world);
  expect(await stage.look("select assignee_id from tasks.task where kind = 'case-release-ending' and object_id = $1", ids[0])).toEqual([
    { assignee_id: cast.account('olena') },
  ]);
  stage.clock.turnTo(Temporal.ZonedDateTime.from('2026-03-20T23:59[Europe/Berlin]').toInstant());
  expect(await opens(personId, ids[0] ?? '')).toBe(ids[0]);
  stage.clock.turnTo(Temporal.ZonedDateTime.from('2026-03-21T00:00[Europe/Berlin]').toInstant());
  expect(await opens(personId, ids[0] ?? '')).toBeUndefined();
});

test('Nothing is released in a case that is over', async () => {
  const { caseId } = await stage.openCase({ phase: 'intake' });
  // how a case ends is another test's
  await stage.admin.query('set session_replication_role = replica');
  await stage.admin.query("update cases.case set phase = 'not_opened', closed_on = '2026-03-20' where id = $1", [caseId]);
  await stage.admin.query('set session_replication_role = origin');
  expect(await refused(caseId, {})).toMatchObject({ code: 'case-is-over' });
});
