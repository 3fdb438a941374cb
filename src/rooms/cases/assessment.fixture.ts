import { randomUUID } from 'node:crypto';
import type { setCases } from '#test/cases-stage.ts';
import * as maps from './actions/network-map.ts';
import type { RatingFields } from './contract/assessment.ts';
import type { MapFields } from './contract/network-map.ts';

/** A domain of which nothing is said yet. */
export const BLANK: RatingFields = {
  client: { severity: null, need: null, wish: '', missing: null, missingNote: '', source: 'client' },
  professional: { severity: null, need: null, note: '' },
  notDiscussed: null,
  notDiscussedNote: '',
  selfManaged: null,
  informalSupport: null,
  sentence: '',
  priority: false,
  notNow: null,
};
/** A domain that both sides see, each a little otherwise. */
export const BOTH: RatingFields = {
  ...BLANK,
  client: { ...BLANK.client, severity: 2, need: 'unmet' },
  professional: { severity: 3, need: 'unmet', note: '' },
};

/** An account of the portal, written past its own actions: what opens is the relation alone. */
export async function portalAccount(stage: Awaited<ReturnType<typeof setCases>>, personId: string, kind: 'self' | 'guardian' = 'self') {
  const name = `portal-${randomUUID()}`;
  const cast = await stage.cast.join(name, { name: 'Marta', email: `${name}@geleit.example`, roles: ['client'] });
  const guardianId = kind === 'guardian' ? randomUUID() : null;
  if (guardianId)
    await stage.admin.query("insert into people.guardian (id, person_id, name, relation) values ($1, $2, 'Frau Betreuerin', 'court')", [
      guardianId,
      personId,
    ]);
  await stage.admin.query(
    'insert into access.portal_relation (id, account_id, person_id, kind, guardian_id, from_at) values ($1, $2, $3, $4, $5, $6)',
    [randomUUID(), cast.account(name as never), personId, kind, guardianId, stage.clock.now.toString()],
  );
  return name as never;
}

/** A map with nobody on it. */
export const EMPTY: MapFields = { title: 'before', drawnOn: '2026-03-02', ties: false, namesAgreed: false, alters: [], edges: [] };
export const alter = (sector: MapFields['alters'][number]['sector'], name = ''): MapFields['alters'][number] => ({
  id: randomUUID(),
  sector,
  horizon: 'middle',
  angle: 45,
  relation: 'other',
  name,
  tie: null,
  link: null,
});

/** What is done with maps, by the case manager unless told; the stage is asked when it stands. */
export function mapSteps(stage: () => Awaited<ReturnType<typeof setCases>>) {
  const draw = (caseId: string, copyOf: string | null = null) =>
    stage().cast.as('olena', (call, permit) =>
      maps.drawNetworkMap(call, permit('cases.care'), caseId, { title: copyOf ? 'after' : 'before', copyOf }),
    );
  const save = (id: string, version: number, fields: MapFields) =>
    stage().cast.as('olena', (call, permit) => maps.saveNetworkMap(call, permit('cases.care'), id, version, fields));
  const readMaps = (caseId: string, who: 'olena' | 'rike' | 'jana' = 'olena') =>
    stage().cast.as(who, (call, permit) => maps.readNetworkMaps(call, permit('cases.care'), caseId));
  return { draw, save, readMaps };
}
