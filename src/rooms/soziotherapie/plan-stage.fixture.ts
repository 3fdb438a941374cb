import { type Case, putPrescription, type ServiceName, type setSoziotherapie } from '#test/soziotherapie-stage.ts';
import { draftPlan, getPlan, offerPlan, savePlan } from './actions/care-plan.ts';
import { signPlan } from './actions/signatures.ts';
import { wholePlan } from './plan.fixture.ts';
import type { PlanContent } from './rules/forms/muster-27.ts';

export type PlanStage = Awaited<ReturnType<typeof setSoziotherapie>>;

const STROKES: [number, number][][] = [
  [
    [10, 10],
    [200, 180],
  ],
];

/** The usual steps towards a signed plan, each by who does it in a practice. */
export function planSteps(stage: PlanStage) {
  const { cast } = stage;
  const today = () => stage.clock.now.toZonedDateTimeISO('Europe/Berlin').toPlainDate().toString();
  const version = async (id: string, as: ServiceName = 'weidner') =>
    (await cast.as(as, (call, permit) => getPlan(call, permit('soziotherapie.read'), id))).version;
  const draft = (of: Case, as: ServiceName = 'weidner') =>
    cast.as(as, (call, permit) => draftPlan(call, permit('soziotherapie.care'), of.episodeId));
  const save = async (id: string, prescriptionId: string, content: PlanContent = wholePlan(), as: ServiceName = 'weidner') => {
    const at = await version(id, as);
    return cast.as(as, (call, permit) =>
      savePlan(call, permit('soziotherapie.care'), id, at, { validFrom: today(), prescriptionId, content }),
    );
  };
  const offer = async (id: string) => {
    const at = await version(id);
    return cast.as('weidner', (call, permit) => offerPlan(call, permit('soziotherapie.care'), id, at));
  };
  const sign = async (
    id: string,
    party: 'client' | 'provider' | 'prescriber',
    more: Partial<Parameters<typeof signPlan>[4]> = {},
    as: ServiceName = 'weidner',
  ) => {
    const at = await version(id, as);
    const how = party === 'prescriber' ? ('paper' as const) : ('screen' as const);
    return cast.as(as, (call, permit) =>
      signPlan(call, permit('soziotherapie.read'), id, at, {
        party,
        how,
        byGuardian: false,
        signedOn: today(),
        fileId: null,
        strokes: STROKES,
        ...more,
      }),
    );
  };
  /** A case with a prescription and an offered plan. */
  const offered = async (client: Parameters<PlanStage['openCase']>[0] = {}) => {
    const of = await stage.openCase(client);
    const prescriptionId = await putPrescription(stage, of);
    const { id } = await draft(of);
    await save(id, prescriptionId);
    await offer(id);
    return { ...of, prescriptionId, planId: id };
  };
  const agreed = async (client: Parameters<PlanStage['openCase']>[0] = {}) => {
    const made = await offered(client);
    for (const party of ['client', 'provider', 'prescriber'] as const) await sign(made.planId, party);
    return made;
  };
  return { today, version, draft, save, offer, sign, offered, agreed };
}
