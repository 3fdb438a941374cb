import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import type { CaseStaffName } from '#test/cases-stage.ts';
import { setCases } from '#test/cases-stage.ts';
import type { Permits } from '#test/cast/cast.ts';
import { freshDatabase } from '#test/database.ts';
import * as clearing from './actions/clearing.ts';
import * as closing from './actions/closing.ts';
import { changeCase, changeCasePerson, getCase, listCourse } from './actions/head.ts';
import { deriveCasePhase, leaveUnopened, moveCase, restCase } from './actions/moves.ts';
import { listCaseServices, openCase, reopenCase } from './actions/opening.ts';
import type { ArtefactKind } from './contract/clearing.ts';
import { TEN_DOMAINS } from './rules/area-domains.ts';
import { CASE_PHASES, type CasePhase, phasesFrom } from './rules/phase.ts';
import type { ScreeningInput } from './rules/screening.ts';

const stage = await setCases(await freshDatabase());
const { cast } = stage;
afterAll(() => stage.close());
type Who = CaseStaffName | 'jana' | 'marit' | 'oksana';

/** Seconds lie between two answers, as they do between people. */
const as = <Result>(who: Who, work: (call: Call, permit: Permits) => Promise<Result>) => {
  stage.clock.pass({ seconds: 1 });
  return cast.as(who, work);
};
/** The code with which something is refused, or what it answers. */
const codeOf = (who: Who, work: (call: Call, permit: Permits) => Promise<unknown>) =>
  cast.as(who, work).then(
    () => 'went through',
    (fault: unknown) => {
      if (fault instanceof Refusal) return fault.code;
      throw fault;
    },
  );
const headOf = async (caseId: string, who: Who = 'olena') =>
  (await as(who, (call, permit) => getCase(call, permit('cases.care'), caseId))).answer;
const versionOf = async (caseId: string) =>
  (await stage.look<{ version: number }>('select version from cases.case where id = $1', caseId))[0]?.version ?? 0;
const note = (caseId: string, kind: ArtefactKind, more: Record<string, unknown> = {}, who: Who = 'olena') =>
  as(who, (call, permit) => clearing.recordArtefact(call, permit('cases.care'), caseId, { kind, ...more }));
const move =
  (caseId: string, to: CasePhase, more: Record<string, unknown> = {}) =>
  async (call: Call, permit: Permits) =>
    moveCase(call, permit('cases.care'), caseId, undefined, { to, ...more } as Parameters<typeof moveCase>[4]);
const put = (text: string, ...values: unknown[]) => stage.admin.query(text, values);
const OPEN = { source: 'client' as const };
const open = (more: Record<string, unknown> = {}, who: Who = 'olena') =>
  as(who, (call, permit) => openCase(call, permit('cases.open'), { ...OPEN, ...more }));
const tasksOf = async (caseId: string) =>
  (await stage.look<{ kind: string }>('select kind from tasks.task where object_id = $1 and done_at is null order by kind', caseId)).map(
    ({ kind }) => kind,
  );

const ALONE = { selfManaged: 'no', informalSupport: 'not-enough' } as const;
const FINE = { selfManaged: 'yes', informalSupport: 'enough' } as const;
const S1: ScreeningInput = {
  domains: Object.fromEntries(
    TEN_DOMAINS.map((code) => {
      const severity = ['D4', 'D10', 'D1'].includes(code) ? 3 : code === 'D7' ? 2 : 0;
      return [code, { client: severity, professional: severity, ...(code === 'D4' || code === 'D10' ? ALONE : FINE) }];
    }),
  ),
  providers: [
    { serviceType: 'psychiatrist', organisation: 0, system: 'health', active: true, needed: false },
    { serviceType: 'jobcenter', organisation: 1, system: 'work', active: true, needed: false },
    { serviceType: 'phkp', organisation: 2, system: 'health', active: true, needed: false },
  ],
  providersComplete: true,
  events: [{ kind: 'readmitted', dischargedOn: '2025-12-01', on: '2026-01-20' }],
  eventsComplete: true,
  complexReason: false,
};
const screenAs = (caseId: string, input: ScreeningInput, who: Who = 'olena') =>
  as(who, (call, permit) =>
    clearing.saveScreening(call, permit('cases.care'), caseId, {
      input: structuredClone(input) as never,
      names: ['Praxis Dr. Sand', 'Jobcenter Bonn', 'Psychiatrische Pflege Aue'],
    }),
  );

describe('From the first contact to the start', () => {
  test('A case begins without a name, and nobody can write one before she agrees: neither action nor database', async () => {
    const { id, personId } = await open({ note: 'Ruft aus der Klinik an.' });
    const head = await headOf(id);
    expect(head).toMatchObject({ phase: 'access', named: false, called: head.pseudonym, consent: { standing: 'none' }, reader: 'manager' });
    expect(head.next).toEqual({ to: 'case_finding', missing: ['information-sheet-missing', 'wish-missing'] });
    expect(await codeOf('olena', (call, permit) => openCase(call, permit('cases.open'), { ...OPEN, person: { familyName: 'Roth' } }))).toBe(
      'case-pseudonymous',
    );
    expect(await codeOf('olena', (call, permit) => changeCasePerson(call, permit('cases.care'), id, { familyName: 'Roth' }))).toBe(
      'case-pseudonymous',
    );
    await expect(put(`update people.person set family_name = 'Roth' where id = $1`, personId)).rejects.toMatchObject({
      constraint: 'case_pseudonymous',
    });
    await expect(put(`update people.person set phone = '0221 4710' where id = $1`, personId)).rejects.toMatchObject({
      constraint: 'case_pseudonymous',
    });
    await note(id, 'consent-client', { answer: 'yes', form: 'paper' });
    await as('olena', (call, permit) => changeCasePerson(call, permit('cases.care'), id, { givenName: 'Daniela', familyName: 'Roth' }));
    expect(await headOf(id)).toMatchObject({ called: 'Daniela Roth', named: true, consent: { standing: 'given' } });
    const [row] = await stage.look<{ sealed: Buffer }>(
      `select note_sealed as sealed from cases.artefact where case_id = $1 and kind = 'contact-note'`,
      id,
    );
    expect(row?.sealed.toString('utf8')).not.toContain('Klinik');
  });

  test('Named at once only together with the consent; a spoken one names its witness', async () => {
    const person = { givenName: 'Emil', familyName: 'Sommer', birthDate: '1990-05-04' };
    const spoken = { form: 'spoken' as const, until: null };
    expect(await codeOf('olena', (call, permit) => openCase(call, permit('cases.open'), { ...OPEN, person, consent: spoken }))).toBe(
      'missing-witness',
    );
    const { id } = await open({ person, consent: { form: 'spoken', until: '2026-12-31', witness: 'Benno Thiel' } });
    expect(await headOf(id)).toMatchObject({ called: 'Emil Sommer', consent: { standing: 'given', until: '2026-12-31' } });
  });

  test('Screening, intake and start need what the rule book lists, one after the other', async () => {
    const { id, personId } = await open();
    expect(await codeOf('olena', move(id, 'case_finding'))).toBe('case-contact-note-missing');
    await note(id, 'contact-note', { answer: 'yes' });
    await note(id, 'information-sheet');
    await as('olena', move(id, 'case_finding'));
    expect(await codeOf('olena', move(id, 'intake'))).toBe('screening-missing');
    expect((await screenAs(id, { ...S1, events: [] })).result).toBe('short_counselling');
    expect(await codeOf('olena', move(id, 'intake'))).toBe('screening-not-for-intake');
    expect((await screenAs(id, S1)).result).toBe('pending_consent');
    await as('olena', move(id, 'intake'));
    const { missing = [] } = (await headOf(id)).next ?? {};
    expect(missing).toHaveLength(8);
    for (const kind of ['tasks-and-limits', 'demarcation', 'data-protection', 'agreement'] as const) await note(id, kind);
    expect(
      await codeOf('olena', (call, permit) => clearing.recordArtefact(call, permit('cases.care'), id, { kind: 'decision-client' })),
    ).toBe('missing-answer');
    await note(id, 'decision-manager', { answer: 'yes' });
    await note(id, 'decision-client', { answer: 'yes' });
    expect(await codeOf('olena', move(id, 'assessment'))).toBe('case-consent-missing');
    expect(
      await codeOf('olena', (call, permit) =>
        clearing.recordArtefact(call, permit('cases.care'), id, { kind: 'consent-client', answer: 'yes' }),
      ),
    ).toBe('missing-form');
    await note(id, 'consent-client', { answer: 'yes', form: 'spoken', witness: 'Benno Thiel' });
    expect(await codeOf('olena', move(id, 'assessment'))).toBe('case-start-missing');
    await as('olena', async (call, permit) =>
      changeCase(call, permit('cases.care'), id, (await headNow(call, permit, id)).version, { startOn: '2026-03-09' }),
    );
    expect(await as('olena', move(id, 'assessment'))).toMatchObject({ phase: 'assessment' });
    expect(
      await codeOf('olena', (call, permit) =>
        clearing.saveScreening(call, permit('cases.care'), id, { input: structuredClone(S1) as never }),
      ),
    ).toBe('screening-is-over');
    const [consent] = await stage.look('select form, text_version, given_by from consent.consent where person_id = $1', personId);
    expect(consent).toEqual({ form: 'spoken', text_version: '2026-11', given_by: 'client' });
    const visits = await stage.look<{ phase: string; open: boolean }>(
      'select phase, left_at is null as open from cases.phase_visit where case_id = $1 order by entered_at, id',
      id,
    );
    expect(visits.filter((one) => one.open)).toEqual([{ phase: 'assessment', open: true }]);
    const course = await as('olena', (call, permit) => listCourse(call, permit('cases.care'), id, undefined));
    expect(course.events.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['cases.case.opened', 'cases.screening.made', 'cases.case.moved', 'consent.consent.given']),
    );
    expect(JSON.stringify(course)).not.toContain('Sand');
  });

  test('Of a minor every custody holder decides; one no takes the consent back', async () => {
    const { id, personId } = await open();
    const guardian = {
      relation: 'parent' as const,
      hasCustody: true,
      agrees: 'unknown' as const,
      phone: null,
      contactAllowed: true,
      scope: null,
    };
    const [mother, father] = [crypto.randomUUID(), crypto.randomUUID()];
    for (const [guardianId, name] of [
      [mother, 'Ute Kern'],
      [father, 'Jan Kern'],
    ] as const)
      await as('olena', (call, permit) => clearing.changeGuardianOfCase(call, permit('cases.care'), id, guardianId, { ...guardian, name }));
    await note(id, 'consent-client', { answer: 'yes', form: 'paper' });
    await note(id, 'consent-guardian', { guardianId: mother, answer: 'yes', form: 'paper' });
    expect((await headOf(id)).consent.standing).toBe('none');
    expect(
      await codeOf('olena', (call, permit) =>
        clearing.recordArtefact(call, permit('cases.care'), id, {
          kind: 'consent-guardian',
          answer: 'yes',
          form: 'paper',
          guardianId: crypto.randomUUID(),
        }),
      ),
    ).toBe('missing-guardian');
    await note(id, 'consent-guardian', { guardianId: father, answer: 'yes', form: 'paper', until: '2026-09-30' });
    expect((await headOf(id)).consent).toMatchObject({ standing: 'given', until: '2026-09-30' });
    await note(id, 'consent-guardian', { guardianId: father, answer: 'no', form: 'paper' });
    expect((await headOf(id)).consent.standing).toBe('withdrawn');
    expect(await tasksOf(id)).toContain('case-consent-withdrawn');
    const clear = await as('olena', (call, permit) => clearing.getClearing(call, permit('cases.care'), id));
    expect(clear).toMatchObject({ minor: true });
    expect(clear.voices.map(({ name, consent }) => `${name ?? 'sie'}: ${consent}`).sort()).toEqual([
      'Jan Kern: no',
      'Ute Kern: yes',
      'sie: yes',
    ]);
    expect(personId).toBe(clear.person.id);
  });

  test('Without an indication: advice, and it is final; a new contact begins a new case beside the old one', async () => {
    const { id } = await open();
    expect(await codeOf('olena', (call, permit) => moveCase(call, permit('cases.care'), id, undefined, { to: 'not_opened' }))).toBe(
      'advice-missing',
    );
    await as('olena', (call, permit) => leaveUnopened(call, permit('cases.care'), id, undefined, 'Schuldnerberatung in Bonn, Mo bis Do.'));
    expect(await codeOf('olena', move(id, 'case_finding'))).toBe('case-is-not-opened');
    expect(await codeOf('olena', (call, permit) => clearing.recordArtefact(call, permit('cases.care'), id, { kind: 'agreement' }))).toBe(
      'case-is-not-opened',
    );
    const again = await as('olena', (call, permit) => reopenCase(call, permit('cases.care'), id));
    expect(await headOf(again.id)).toMatchObject({ phase: 'access', previousId: id });
    expect(await headOf(id)).toMatchObject({ phase: 'not_opened', laterId: again.id });
    expect(await codeOf('olena', (call, permit) => reopenCase(call, permit('cases.care'), again.id))).toBe('case-open-already');
  });

  test('The lead overrides a screening with a reason; without consent it is never more than pending', async () => {
    const { caseId } = await stage.openCase({ phase: 'case_finding', consent: false });
    const made = await screenAs(caseId, { ...S1, events: [] });
    const override = (who: Who, version = 1) =>
      codeOf(who, (call, permit) =>
        clearing.overrideScreening(call, permit('cases.lead'), caseId, made.id, version, {
          result: 'indicated',
          reason: 'Dritte Kündigung, Familie überlastet.',
        }),
      );
    expect(await override('olena')).toBe('not-permitted');
    expect(await override('hanna')).toBe('went through');
    expect(await override('hanna')).toBe('version-old');
    const { screening } = await as('olena', (call, permit) => clearing.getClearing(call, permit('cases.care'), caseId));
    expect(screening).toMatchObject({
      result: 'short_counselling',
      effective: 'pending_consent',
      override: { result: 'indicated', by: 'Hanna Lorenz' },
      names: ['Praxis Dr. Sand', 'Jobcenter Bonn', 'Psychiatrische Pflege Aue'],
    });
    const [counted] = await stage.look(
      `select count(*)::int as n from platform.event where action = 'cases.screening.overridden' and object_id = $1`,
      made.id,
    );
    expect(counted).toEqual({ n: 1 });
  });
});

async function headNow(call: Call, permit: Permits, id: string) {
  return (await getCase(call, permit('cases.care'), id)).answer;
}

describe('Who may', () => {
  test('Other managers and other services find nothing; a substitute works until she is no longer one', async () => {
    const { caseId, personId } = await stage.openCase({ phase: 'monitoring' });
    for (const who of ['benno', 'rike'] as const)
      expect(await codeOf(who, (call, permit) => getCase(call, permit('cases.care'), caseId))).toBe('not-found');
    expect(await codeOf('jana', (call, permit) => getCase(call, permit('cases.care'), caseId))).toBe('not-permitted');
    expect(await codeOf('hanna', move(caseId, 'dormant'))).toBe('phase-not-for-role');
    const substitute = crypto.randomUUID();
    await put(
      `insert into access.care_relation (id, person_id, kind, account_id, organisation_id, cause_kind, cause_id, from_at, until_at)
       values ($1, $2, 'substitute', $3, $4, 'case', $5, $6, $7)`,
      substitute,
      personId,
      cast.account('benno'),
      stage.services.rheinsieg,
      caseId,
      '2026-03-01T00:00:00Z',
      '2099-03-08T00:00:00Z',
    );
    expect(await headOf(caseId, 'benno')).toMatchObject({ reader: 'substitute' });
    expect(await as('benno', move(caseId, 'reassessment', { trigger: 'crisis' }))).toMatchObject({ phase: 'reassessment' });
    await put('update access.care_relation set until_at = from_at where id = $1', substitute);
    expect(await codeOf('benno', move(caseId, 'planning'))).toBe('not-found');
  });

  test('The desk hands somebody over after asking her, sees nothing of the case, and a case manager is asked', async () => {
    const personId = crypto.randomUUID();
    const now = stage.clock.now.toString();
    await put(`insert into people.person (id, created_at, given_name, family_name) values ($1, $2, 'Aylin', 'Demir')`, personId, now);
    await put(
      `insert into access.care_relation (id, person_id, kind, cause_kind, cause_id, from_at) values ($1, $2, 'desk', 'request', $1, $3)`,
      crypto.randomUUID(),
      personId,
      now,
    );
    const wish = { ...OPEN, source: 'desk' as const, personId, organisationId: stage.services.rheinsieg };
    expect(await codeOf('jana', (call, permit) => openCase(call, permit('cases.open'), wish))).toBe('hand-over-not-agreed');
    expect(
      await codeOf('jana', (call, permit) => openCase(call, permit('cases.open'), { ...wish, agreed: true, person: { givenName: 'A' } })),
    ).toBe('hand-over-only');
    expect(
      await codeOf('jana', (call, permit) =>
        openCase(call, permit('cases.open'), { ...wish, agreed: true, organisationId: crypto.randomUUID() }),
      ),
    ).toBe('case-service-unknown');
    expect(
      await codeOf('jana', (call, permit) =>
        openCase(call, permit('cases.open'), { ...wish, agreed: true, personId: crypto.randomUUID() }),
      ),
    ).toBe('not-found');
    const { id } = await open({ ...wish, agreed: true, note: 'Möchte Hilfe beim Sortieren.' }, 'jana');
    expect(await tasksOf(id)).toEqual(['case-new']);
    const [row] = await stage.look<{ manager: string }>('select manager_id as manager from cases.case where id = $1', id);
    const manager = row?.manager === cast.account('olena') ? 'olena' : 'benno';
    expect(await headOf(id, manager)).toMatchObject({ called: 'Aylin Demir', source: 'desk', phase: 'access' });
    // once more, to a service that has her already: the same answer; who helps her reads the note
    const again = await open({ ...wish, agreed: true, note: 'Hat noch einmal angerufen.' }, 'jana');
    expect(Object.keys(again)).toEqual(['id', 'personId', 'version']);
    expect(await stage.look('select id from cases.case where person_id = $1', personId)).toEqual([{ id }]);
    expect(await tasksOf(id)).toEqual(['case-new', 'handed-over-again']);
    const { services } = await as('jana', (call, permit) => listCaseServices(call, permit('cases.open')));
    expect(services.map(({ name }) => name)).toEqual(['Case Management Rhein-Sieg', 'Fallbüro Anderswo']);
    expect(
      await codeOf('olena', (call, permit) =>
        openCase(call, permit('cases.open'), { ...OPEN, personId: crypto.randomUUID(), managerId: cast.account('jana') }),
      ),
    ).toBe('not-a-case-manager');
  });

  test('Two at once: one step is taken, the other learns that it is too late', async () => {
    const { caseId } = await stage.openCase({ phase: 'monitoring' });
    const rest = () =>
      codeOf('olena', (call, permit) => restCase(call, permit('cases.care'), caseId, 1, { reason: 'clinic', resumeOn: '2026-04-01' }));
    expect((await Promise.all([rest(), rest()])).sort()).toEqual(['version-old', 'went through']);
    expect(await tasksOf(caseId)).toContain('case-resume');
  });
});

describe('Every step of the table, through the actions', () => {
  class Undo extends Error {}
  /** Tries a step in a transaction that is always undone. */
  async function attempt(who: Who, work: (call: Call, permit: Permits) => Promise<{ phase: string }>): Promise<string> {
    let result = '';
    try {
      await cast.as(who, async (call, permit) => {
        result = (await work(call, permit)).phase;
        throw new Undo();
      });
    } catch (fault) {
      if (fault instanceof Refusal) return fault.code;
      if (!(fault instanceof Undo)) throw fault;
    }
    return result;
  }
  const PAPERS = [
    'contact-note',
    'information-sheet',
    'tasks-and-limits',
    'demarcation',
    'data-protection',
    'agreement',
    'decision-manager',
    'decision-client',
    'risk-check',
    'providers-checked',
    'client-saw-assessment',
    'network-map-declined',
    'client-copy',
    'closing-talk',
    'partners-informed',
    'tasks-handed-over',
  ];
  const FROM: readonly Exclude<CasePhase, 'closed' | 'not_opened'>[] = [
    'access',
    'case_finding',
    'intake',
    'assessment',
    'planning',
    'linking',
    'monitoring',
    'reassessment',
    'evaluation',
    'dormant',
  ];

  /** A case with all of its papers, so that every listed step can be taken. */
  async function whole(phase: (typeof FROM)[number]): Promise<string> {
    const { caseId, personId } = await stage.openCase({ phase });
    const org = stage.services.rheinsieg;
    const now = stage.clock.now.toString();
    const row = async (table: string, values: Record<string, unknown>) => {
      const all = { id: crypto.randomUUID(), case_id: caseId, person_id: personId, organisation_id: org, ...values };
      const keys = Object.keys(all);
      await put(
        `insert into cases.${table} (${keys.join(', ')}) values (${keys.map((_, index) => `$${index + 1}`).join(', ')})`,
        ...Object.values(all),
      );
      return all.id;
    };
    for (const kind of PAPERS) await row('artefact', { kind, at_on: '2026-03-02', answer: 'yes', made_at: now });
    await row('screening', { input: '{}', result: 'indicated', criteria: '{}', rules_version: 'x', made_on: '2026-03-02', made_at: now });
    const round = await row('assessment', { round: 1, kind: 'reassessment', started_on: '2026-03-02' });
    for (const domain of TEN_DOMAINS) await row('domain_rating', { assessment_id: round, domain, not_discussed: 'later' });
    await put('update cases.assessment set completed_on = $2 where id = $1', round, '2026-03-02');
    await row('resource', { domain: 'D1', kind: 'personal', text_sealed: Buffer.from('x'), recorded_on: '2026-03-02' });
    const goal = await row('goal', { domain: 'D1', text_sealed: Buffer.from('x'), status: 'proposed', made_on: '2026-03-02' });
    await row('measure', {
      goal_ids: [goal],
      kind: 'call',
      text_sealed: Buffer.from('x'),
      responsible_kind: 'manager',
      start_on: '2026-03-02',
    });
    await row('plan_version', {
      number: 1,
      state: 'agreed',
      content_sealed: Buffer.from('x'),
      made_on: '2026-03-02',
      agreed_on: '2026-03-02',
      agreed_by: 'client',
      agreed_form: 'paper',
    });
    await row('evaluation', { started_on: '2026-03-02', summary: '{}' });
    await put(
      `update cases.case set start_on = '2026-02-02', closing_reason = case when phase = 'evaluation' then 'CR3' end, closing_asked_by = case when phase = 'evaluation' then manager_id end,
      resume_on = case when phase = 'dormant' then date '2026-03-02' end where id = $1`,
      caseId,
    );
    return caseId;
  }
  const take = (caseId: string, to: CasePhase): [Who, (call: Call, permit: Permits) => Promise<{ phase: string }>] =>
    to === 'closed'
      ? ['hanna', (call, permit) => closing.approveClosing(call, permit('cases.lead'), caseId, undefined)]
      : to === 'dormant'
        ? ['olena', (call, permit) => restCase(call, permit('cases.care'), caseId, undefined, { reason: 'pause', resumeOn: '2026-04-01' })]
        : to === 'not_opened'
          ? ['olena', (call, permit) => leaveUnopened(call, permit('cases.care'), caseId, undefined, 'Beraten.')]
          : [
              'olena',
              (call, permit) =>
                moveCase(call, permit('cases.care'), caseId, undefined, { to, trigger: 'client-wish', closingReason: 'CR3' }),
            ];

  test.each(FROM)('from %s', async (from) => {
    const caseId = await whole(from);
    const listed = phasesFrom(from);
    for (const to of CASE_PHASES) {
      if (to === 'closed' && from !== 'evaluation') continue; // early ends are asked for below
      const [who, work] = take(caseId, to);
      const result = await attempt(who, work);
      if (listed.includes(to)) expect(result, `${from} → ${to}`).toBe(to);
      else if ((from === 'linking' && to === 'monitoring') || (from === 'monitoring' && to === 'linking'))
        expect(result).toBe('phase-not-for-role');
      else expect(result, `${from} → ${to}`).toBe('phase-not-listed');
    }
  });

  test('A new assessment needs its round completed, and an occasion that can be counted must hold', async () => {
    const first = await whole('assessment');
    await put(`update cases.assessment set completed_on = null where case_id = $1`, first);
    expect(await codeOf('olena', move(first, 'planning'))).toBe('assessment-open');
    const caseId = await whole('monitoring');
    const again = (trigger: string) => codeOf('olena', move(caseId, 'reassessment', { trigger }));
    expect([await again('half-year'), await again('gas-twice')]).toEqual(['trigger-not-holding', 'trigger-not-holding']);
    const rate = (on: string, level: number) =>
      put(
        `insert into cases.goal_rating (id, goal_id, case_id, person_id, organisation_id, level, rated_on, by, made_at)
         select gen_random_uuid(), g.id, g.case_id, g.person_id, g.organisation_id, $2, $3, 'together', $3::date from cases.goal g where g.case_id = $1`,
        caseId,
        level,
        on,
      );
    await rate('2026-02-01', -2);
    expect(await again('gas-twice')).toBe('trigger-not-holding');
    await rate('2026-02-20', -2);
    expect(await again('gas-twice')).toBe('went through');
  });

  test('Closer or wider apart: from which day on is kept, one row a day', async () => {
    const caseId = await whole('monitoring');
    const set = (intensity: 'A' | 'C') =>
      as('olena', (call, permit) => changeCase(call, permit('cases.care'), caseId, undefined, { intensity }));
    const kept = () => stage.look(`select valid_from::text, intensity from cases.intensity where case_id = $1 order by valid_from`, caseId);
    await set('A');
    await set('C');
    expect(await kept()).toEqual([
      { valid_from: '2026-02-02', intensity: 'B' },
      { valid_from: '2026-03-02', intensity: 'C' },
    ]);
    const course = await as('olena', (call, permit) => listCourse(call, permit('cases.care'), caseId, undefined));
    expect(course.events.filter(({ action }) => action === 'cases.case.changed').map(({ data }) => data)).toMatchObject([
      { intensityWas: 'A', intensity: 'C' },
      { intensityWas: 'B', intensity: 'A' },
    ]);
    const written = as('olena', (call) =>
      sql`insert into cases.intensity (case_id, valid_from, intensity) values (${caseId}, '2026-01-01', 'A')`.execute(call.tx),
    );
    await expect(written).rejects.toMatchObject({ code: '42501' });
  });

  test('Lines move a case between linking and monitoring; entering linking derives at once', async () => {
    const caseId = await whole('planning');
    const [row] = await stage.look<{ person: string }>('select person_id as person from cases.case where id = $1', caseId);
    const line = crypto.randomUUID();
    await put(
      `insert into cases.service_line (id, case_id, person_id, organisation_id, service_type, domain, state, since) values ($1, $2, $3, $4, 'debt-advice', 'D10', 'started', '2026-03-02')`,
      line,
      caseId,
      row?.person,
      stage.services.rheinsieg,
    );
    expect(await as('olena', move(caseId, 'linking'))).toMatchObject({ phase: 'monitoring' });
    await put(`update cases.service_line set state = 'referred' where id = $1`, line);
    expect(await as('olena', (call) => deriveCasePhase(call, caseId))).toBe('linking');
    await put(`update cases.service_line set state = 'completed' where id = $1`, line);
    expect(await as('olena', (call) => deriveCasePhase(call, caseId))).toBe('linking');
    expect((await headOf(caseId)).steps.map(({ state }) => state)).toEqual(['ahead', 'ahead', 'done', 'now', 'done', 'ahead']);
  });

  test('Two people close: who asked does not approve, what is missing is asked before the lead is', async () => {
    const caseId = await whole('monitoring');
    await as('olena', move(caseId, 'evaluation', { closingReason: 'CR3' }));
    const ask = (who: Who, more: Record<string, unknown> = {}) =>
      codeOf(who, (call, permit) => closing.askClosing(call, permit('cases.care'), caseId, undefined, { reason: 'CR3', ...more }));
    // talks before the evaluation began count where they were made in it
    expect(await ask('olena', { reason: 'CR1' })).toBe('goals-not-reached');
    expect(await ask('olena', { reason: 'CR3', emergency: true, note: 'x' })).toBe('not-an-emergency');
    for (const kind of ['closing-talk', 'partners-informed', 'tasks-handed-over'] as const) await note(caseId, kind);
    expect(await ask('hanna')).toBe('went through');
    expect(await tasksOf(caseId)).toContain('case-approve-closing');
    const approve = (who: Who) => codeOf(who, (call, permit) => closing.approveClosing(call, permit('cases.lead'), caseId, undefined));
    expect(await approve('hanna')).toBe('closing-by-same-person');
    expect(await approve('olena')).toBe('not-permitted');
    await as('hanna', (call, permit) => closing.returnClosing(call, permit('cases.lead'), caseId, undefined));
    expect(await approve('hanna')).toBe('closing-not-asked');
    expect(await ask('olena')).toBe('went through');
    // two leads at the same moment: one closes it, the other learns that it is closed
    const both = await Promise.all([approve('hanna'), approve('hanna')]);
    expect(both.filter((one) => one === 'went through')).toHaveLength(1);
    expect(['case-is-closed', 'closing-not-asked', 'version-old']).toContain(both.find((one) => one !== 'went through'));
    expect(await headOf(caseId)).toMatchObject({
      phase: 'closed',
      closingReason: 'CR3',
      closedOn: '2026-03-02',
      retainUntil: '2036-03-02',
    });
    expect(await tasksOf(caseId)).toEqual([]);
    expect(await codeOf('olena', move(caseId, 'planning'))).toBe('case-is-closed');
    const again = await as('olena', (call, permit) => reopenCase(call, permit('cases.care'), caseId));
    expect(await headOf(again.id)).toMatchObject({ phase: 'access', previousId: caseId });
  });

  test('Withdrawn consent acts at once: no way forward, the talk is a task, and after the emergency close only the lead sees the file', async () => {
    const caseId = await whole('planning');
    const emergency = { reason: 'CR4' as const, emergency: true, note: 'Sie hat am Telefon widerrufen.' };
    const ask = () => codeOf('olena', (call, permit) => closing.askClosing(call, permit('cases.care'), caseId, undefined, emergency));
    expect(await ask()).toBe('consent-still-given');
    await as('olena', (call, permit) => clearing.withdrawConsent(call, permit('cases.care'), caseId, 'phone'));
    expect(await codeOf('olena', (call, permit) => clearing.withdrawConsent(call, permit('cases.care'), caseId, 'phone'))).toBe(
      'consent-not-given',
    );
    expect(await tasksOf(caseId)).toContain('case-consent-withdrawn');
    expect(await codeOf('olena', move(caseId, 'linking'))).toBe('case-consent-missing');
    expect(await codeOf('olena', (call, permit) => changeCasePerson(call, permit('cases.care'), caseId, { phone: '0171 1' }))).toBe(
      'case-pseudonymous',
    );
    expect(await ask()).toBe('went through');
    await as('hanna', (call, permit) => closing.approveClosing(call, permit('cases.lead'), caseId, undefined));
    expect(await codeOf('olena', (call, permit) => getCase(call, permit('cases.care'), caseId))).toBe('not-found');
    expect(await headOf(caseId, 'hanna')).toMatchObject({ phase: 'closed', closingReason: 'CR4' });
  });

  test('The database has the last word: no step that is not listed, no visit of another phase, no answer taken back', async () => {
    const caseId = await whole('planning');
    await expect(put(`update cases.case set phase = 'evaluation' where id = $1`, caseId)).rejects.toMatchObject({
      constraint: 'case_step_listed',
    });
    await expect(put(`update cases.case set phase = 'assessment' where id = $1`, caseId)).rejects.toMatchObject({
      constraint: 'case_visit_stands',
    });
    await expect(put(`update cases.case set opened_on = '2020-01-01' where id = $1`, caseId)).rejects.toMatchObject({
      constraint: 'case_origin_stays',
    });
    const set = (who: Who, id: string, columns: string) =>
      as(who, (call) => sql.raw(`update cases.case set ${columns} where id = '${id}'`).execute(call.tx));
    const refuses = (constraint: string) => ({ constraint });
    await put(
      `update consent.consent set withdrawn_at = given_at, withdrawn_via = 'phone' where kind = 'case-management' and person_id = (select person_id from cases.case where id = $1)`,
      caseId,
    );
    await expect(set('olena', caseId, `phase = 'linking'`)).rejects.toMatchObject(refuses('case_consent_lives'));
    const early = await whole('access');
    await expect(set('olena', early, `phase = 'not_opened', closed_on = '2026-03-02'`)).rejects.toMatchObject(
      refuses('case_advice_written'),
    );
    const running = await whole('monitoring');
    const rest = `phase = 'dormant', phase_since = '2026-03-02', dormant_reason = 'pause'`;
    await expect(set('olena', running, `${rest}, resume_on = '2026-06-01'`)).rejects.toMatchObject(refuses('case_rest_limited'));
    for (const reason of ['null', `'CR1'`, `'CR2'`, `'CR4'`])
      await expect(set('olena', running, `phase = 'evaluation', closing_reason = ${reason}`)).rejects.toMatchObject(
        refuses('case_reason_holds'),
      );
    const end = (by: CaseStaffName) =>
      `phase = 'closed', closed_on = '2026-03-02', retain_until = '2036-03-02', closing_approved_by = '${cast.account(by)}'`;
    await expect(set('hanna', running, `${end('hanna')}, closing_reason = 'CR8'`)).rejects.toMatchObject(refuses('case_four_eyes'));
    const asked = `closing_asked_by = '${cast.account('olena')}'`;
    await expect(set('hanna', running, `${end('benno')}, ${asked}, closing_reason = 'CR8'`)).rejects.toMatchObject(
      refuses('case_four_eyes'),
    );
    await expect(set('hanna', running, `${end('hanna')}, ${asked}, closing_reason = 'CR3'`)).rejects.toMatchObject(
      refuses('case_emergency'),
    );
    await expect(set('hanna', running, `${end('hanna')}, ${asked}, closing_reason = 'CR8'`)).rejects.toMatchObject(
      refuses('case_emergency'),
    );
    const last = await whole('evaluation');
    await put('delete from cases.evaluation where case_id = $1', last);
    await expect(set('hanna', last, `${end('hanna')}, ${asked}, closing_reason = 'CR3'`)).rejects.toMatchObject(refuses('case_evaluated'));
    await note(caseId, 'consent-client', { answer: 'yes', form: 'paper' });
    const { artefacts } = await as('olena', (call, permit) => clearing.getClearing(call, permit('cases.care'), caseId));
    const withdraw = (kind: string) =>
      codeOf('olena', (call, permit) =>
        clearing.withdrawArtefact(call, permit('cases.care'), caseId, artefacts.findLast((one) => one.kind === kind)?.id ?? ''),
      );
    expect(await withdraw('consent-client')).toBe('consent-is-answered-anew');
    expect(await withdraw('agreement')).toBe('went through');
    expect(await withdraw('agreement')).toBe('not-found');
    expect(
      await codeOf('olena', (call, permit) =>
        clearing.saveScreening(call, permit('cases.care'), caseId, { input: { ...structuredClone(S1), complexReason: true } as never }),
      ),
    ).toBe('screening-is-over');
    const fresh = await open();
    expect(
      await codeOf('olena', (call, permit) =>
        clearing.saveScreening(call, permit('cases.care'), fresh.id, { input: { ...structuredClone(S1), complexReason: true } as never }),
      ),
    ).toBe('missing-reason');
    expect(await versionOf(fresh.id)).toBe(1);
  });
});
