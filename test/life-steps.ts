import { randomUUID } from 'node:crypto';
import { recordDecision, recordObjection } from '#rooms/soziotherapie/actions/decisions.ts';
import { closeEpisode, moveEpisode, pauseEpisode, resumeEpisode } from '#rooms/soziotherapie/actions/episode-course.ts';
import { openInquiry } from '#rooms/soziotherapie/actions/episodes.ts';
import {
  checkPrescription,
  createPrescription,
  issuePrescription,
  withdrawPrescription,
} from '#rooms/soziotherapie/actions/prescriptions.ts';
import { reckon } from '#rooms/soziotherapie/actions/reckon.ts';
import { noteDelay, noteExpert, receivePrescription, submitPrescription } from '#rooms/soziotherapie/actions/submissions.ts';
import type { FormContent } from '#rooms/soziotherapie/contract/forms.ts';
import type { PrescriptionKind } from '#rooms/soziotherapie/rules/eligibility.ts';
import { FULL_26, FULL_28, HEADER } from '#rooms/soziotherapie/rules/forms/forms.fixture.ts';
import type { CloseReason } from '#rooms/soziotherapie/rules/life/episode.ts';
import type { StaffName } from './cast/people.ts';
import type { OwnDatabase } from './cast/stage.ts';
import { setLife } from './life-stage.ts';
import { type Case, PAYER_IK, type ServiceName } from './soziotherapie-stage.ts';

type Who = ServiceName | StaffName;
type Form26 = Extract<FormContent, { form: '26' }>;

/** A step on a prescription or an episode needs its version; these hands look it up first. */
export async function lifeSteps(database: OwnDatabase, options: { at?: Temporal.Instant } = {}) {
  const life = await setLife(database, options);
  const { cast, clock, prescribers } = life;
  const versionOf = async (table: 'prescription' | 'episode', id: string) =>
    (await life.look<{ version: number }>(`select version from soziotherapie.${table} where id = $1`, id))[0]?.version;
  let born = 0;

  /** A new person asks; her cover is on file. */
  async function inquiry({ by = 'buero', payer = true }: { by?: Who; payer?: boolean } = {}): Promise<Case> {
    born += 1;
    const { id, personId } = await cast.as(by, (call, permit) =>
      openInquiry(call, permit('soziotherapie.inquire'), {
        person: {
          givenName: 'Almut',
          familyName: 'Reetz',
          birthDate: '1984-05-02',
          phone: `0171 55${String(10_000 + born)}`,
          street: HEADER.address.street,
          postalCode: HEADER.address.postalCode,
          place: HEADER.address.city,
        },
        practitionerId: life.helpers.weidner,
        askedBy: 'client',
      }),
    );
    if (payer)
      await life.admin.query(
        `insert into people.cover (id, person_id, payer_ik, payer_name, kvnr, insured_status, insurer_group, state, from_on, recorded_at)
         values ($1, $2, $3, 'Techniker Krankenkasse', 'A123456780', '1', 'VDEK', 'NW', '2015-01-01', $4)`,
        [randomUUID(), personId, PAYER_IK, clock.now.toString()],
      );
    return { personId, episodeId: id };
  }

  /** The first scenario's Muster 26; the client applied on the day of issue. */
  const form26 = (more: Partial<Form26> = {}): FormContent =>
    ({ ...FULL_26, patientApplicationSignature: { on: '2026-03-02', signed: true, by: 'patient' }, ...more }) as FormContent;
  /** A form as the prescriber filled it in. */
  async function write(
    { episodeId }: Case,
    {
      kind = 'INITIAL',
      content = {},
      prescriberId = prescribers.distelkamp,
    }: { kind?: PrescriptionKind; content?: Partial<Form26>; prescriberId?: string } = {},
  ): Promise<string> {
    const referral = kind === 'REFERRAL';
    const whole = referral ? (FULL_28 as FormContent) : form26({ kind, ...content });
    const { id } = await cast.as('buero', (call, permit) =>
      createPrescription(call, permit('soziotherapie.office'), episodeId, {
        kind,
        prescriberId: referral ? prescribers.hausarzt : prescriberId,
        content: whole,
      }),
    );
    return id;
  }
  const step =
    <Wish extends unknown[], Result>(
      table: 'prescription' | 'episode',
      work: (id: string, version: number | undefined, who: Who, ...wish: Wish) => Promise<Result>,
    ) =>
    async (id: string, ...wish: Wish) =>
      work(id, await versionOf(table, id), 'buero', ...wish);

  const issue = step('prescription', (id, version, who, issuedOn?: string, signed?: boolean) =>
    cast.as(who, (call, permit) =>
      issuePrescription(call, permit('soziotherapie.office'), id, version, { issuedOn: issuedOn ?? '2026-03-02', signed: signed ?? true }),
    ),
  );
  const check = step('prescription', (id, version, who, due?: string | null) =>
    cast.as(who, (call, permit) =>
      checkPrescription(call, permit('soziotherapie.office'), id, version, due === undefined ? '2026-03-16' : due),
    ),
  );
  /** A proof of sending as an upload leaves it. */
  async function proof(prescriptionId: string): Promise<string> {
    const id = randomUUID();
    await life.admin.query(
      `with content as (insert into records.file_content (id, person_id, digest, sealed)
         select $1, p.person_id, '\\x02', '\\x03' from soziotherapie.prescription p where p.id = $3)
       insert into records.file (id, person_id, organisation_id, audience, kind, content_id, name_sealed, media_type, size, uploaded_at)
       select $1, p.person_id, p.organisation_id, 'office', 'proof-of-sending', $1, '\\x01', 'application/pdf', 10, $2 from soziotherapie.prescription p where p.id = $3`,
      [id, clock.now.toString(), prescriptionId],
    );
    return id;
  }
  const submit = step('prescription', async (id, version, who, on: string) => {
    const proofFileId = await proof(id);
    return cast.as(who, (call, permit) =>
      submitPrescription(call, permit('soziotherapie.office'), id, version, { on, channel: 'post', proofFileId }),
    );
  });
  const receive = step('prescription', (id, version, who, on: string) =>
    cast.as(who, (call, permit) => receivePrescription(call, permit('soziotherapie.office'), id, version, on)),
  );
  const expert = step('prescription', (id, version, who, on: string) =>
    cast.as(who, (call, permit) => noteExpert(call, permit('soziotherapie.office'), id, version, on)),
  );
  const delay = step('prescription', (id, version, who, on: string, until: string) =>
    cast.as(who, (call, permit) => noteDelay(call, permit('soziotherapie.office'), id, version, { on, until })),
  );
  interface Told {
    on: string;
    units?: number;
    kind?: 'approved' | 'partly' | 'refused';
    validTo?: string | null;
    remediesTold?: boolean;
    validFrom?: string | null;
  }
  const decide = step('prescription', (id, version, who, told: Told) => {
    const { on, units = 30, kind = 'approved', validTo = null, validFrom = null, remediesTold = true } = told;
    const letter = {
      kind,
      units,
      decidedOn: on,
      postedOn: on,
      reallyReceivedOn: null,
      knownOn: on,
      validFrom,
      validTo,
      number: 'G 17',
      remediesTold,
      reason: 'Text',
      fileId: null,
    };
    return cast.as(who, (call, permit) => recordDecision(call, permit('soziotherapie.office'), id, version, letter));
  });
  const object = step('prescription', (id, version, who, on: string, by?: 'client' | 'guardian' | 'provider' | 'prescriber') =>
    cast.as(who, (call, permit) => recordObjection(call, permit('soziotherapie.office'), id, version, { on, by: by ?? 'client' })),
  );
  const withdraw = step('prescription', (id, version, who, on: string, statement?: boolean) =>
    cast.as(who, (call, permit) =>
      withdrawPrescription(call, permit('soziotherapie.read'), id, version, { on, statement: statement ?? true }),
    ),
  );
  const endCase = step(
    'episode',
    (id, version, _who, reason: CloseReason, on: string, report: string | undefined = 'Ziele erreicht.', by: Who = 'weidner') =>
      cast.as(by, (call, permit) => closeEpisode(call, permit('soziotherapie.read'), id, version, { reason, on, report })),
  );
  const pause = step('episode', (id, version, _who, from: string, by: Who = 'weidner') =>
    cast.as(by, (call, permit) => pauseEpisode(call, permit('soziotherapie.read'), id, version, { from, reason: 'hospital' })),
  );
  const resume = step('episode', (id, version, _who, by: Who = 'weidner') =>
    cast.as(by, (call, permit) => resumeEpisode(call, permit('soziotherapie.read'), id, version)),
  );
  const move = step(
    'episode',
    (
      id,
      version,
      _who,
      event: 'receive-referral' | 'receive-trial' | 'reach-specialist' | 'apply' | 'refused-finally',
      prescriptionId: string,
      by: Who = 'buero',
    ) => cast.as(by, (call, permit) => moveEpisode(call, permit('soziotherapie.read'), id, version, { event, prescriptionId })),
  );
  const count = (of: Case) => cast.as('weidner', (call) => reckon(call, of.personId));
  const stateOf = async (of: Case) => (await life.shown(of)).episode.state;
  /** Open tasks of a case, by kind. */
  const asked = async (of: Case) =>
    (
      await life.look<{ kind: string }>('select kind from tasks.task where person_id = $1 and done_at is null order by kind', of.personId)
    ).map(({ kind }) => kind);

  return {
    ...life,
    inquiry,
    write,
    issue,
    check,
    submit,
    receive,
    expert,
    delay,
    decide,
    object,
    withdraw,
    endCase,
    pause,
    resume,
    move,
    count,
    stateOf,
    asked,
    versionOf,
    form26,
  };
}
