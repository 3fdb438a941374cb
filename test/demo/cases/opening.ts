import { MANAGERS } from './people.ts';
import type { Tale } from './tale.ts';

const TEN = ['D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7', 'D8', 'D9', 'D10'] as const;
const SYSTEMS = ['health', 'work', 'counselling'] as const;

export async function openCase(tale: Tale) {
  const { age, area, intensity, given, family } = tale.told;
  tale.speaker.turnTo(tale.ago(age), '09:15');
  const source = (['client', 'partner', 'relative', 'clinic'] as const)[tale.told.story] ?? 'client';
  const pseudonym = `Fall ${given.slice(0, 1)}${family.slice(0, 1)} ${tale.told.birth.slice(2, 4)}`;
  const opened = await tale.do<{ id: string; personId: string }>('cases.openCase', {}, { source, pseudonym, note: tale.story.note });
  tale.ids.caseId = opened.id;
  tale.ids.personId = opened.personId;
  await tale.do('cases.changeCase', { id: opened.id }, { area, intensity });
  await tale.paper('information-sheet', { form: 'paper' });
}

export async function advise(tale: Tale) {
  tale.speaker.turnTo(tale.ago(tale.told.age - 5));
  await tale.paper('contact-note', { answer: 'yes', note: 'Will, dass der Bedarf geklärt wird.' });
  await tale.move('case_finding');
  await tale.do('cases.saveScreening', { id: tale.ids.caseId }, { input: { ...screening(tale), domains: {} } });
  const advice = 'Ein Bedarf, eine Stelle: an die Platzvermittlung und die Sozialberatung verwiesen. Kann jederzeit wiederkommen.';
  await tale.paper('advice-note', { note: advice });
  await tale.do('cases.leaveUnopened', { id: tale.ids.caseId }, { advice });
}

export function screening(tale: Tale) {
  const rated = Object.entries(tale.story.domains);
  const domains = Object.fromEntries(
    TEN.map((code) => {
      const found = rated.find(([key]) => key === code)?.[1];
      const view = { client: found?.[0] ?? 0, professional: found?.[2] ?? 0 };
      return [code, { ...view, selfManaged: found ? 'no' : 'yes', informalSupport: found ? 'not-enough' : 'enough' }];
    }),
  );
  const providers = (['psychiatrist', 'jobcenter', 'social-counselling'] as const).map((serviceType, organisation) => ({
    serviceType,
    organisation,
    system: SYSTEMS[organisation] ?? null,
    active: organisation < 2,
    needed: organisation === 2,
  }));
  const events = [{ kind: 'unanswered', on: tale.ago(tale.told.age + 60), dischargedOn: null }];
  return { domains, providers, providersComplete: true, events, eventsComplete: true, complexReason: false };
}

export async function screen(tale: Tale) {
  await tale.paper('contact-note', { answer: 'yes', note: 'Will, dass der Bedarf geklärt wird.' });
  await tale.move('case_finding');
  if (tale.told.reached === 'case_finding') return;
  tale.speaker.turnTo(tale.on('screened'), '11:00');
  const names = ['Praxis Petrova', 'Jobcenter Bonn', 'Sozialverein Beuel'];
  await tale.do('cases.saveScreening', { id: tale.ids.caseId }, { input: screening(tale), names });
  await tale.move('intake');
}

export async function takeIn(tale: Tale) {
  const { caseId, personId: _ } = tale.ids;
  tale.speaker.turnTo(tale.on('intake'), '10:30');
  for (const kind of ['tasks-and-limits', 'demarcation', 'data-protection']) await tale.paper(kind, { form: 'spoken' });
  if (tale.told.reached === 'intake') return;
  tale.speaker.turnTo(tale.on('begun'), '10:00');
  const guardianId = tale.has('minor') ? await guardian(tale) : null;
  const yes = { answer: 'yes', form: 'paper' };
  await tale.paper('consent-client', yes);
  if (guardianId) await tale.paper('consent-guardian', { ...yes, guardianId, signsForBoth: false });
  const { given, family, birth } = tale.told;
  const person = { givenName: given, familyName: family, birthDate: birth, phone: phoneOf(tale), postalCode: '53111', place: 'Bonn' };
  await tale.do('cases.changeCasePerson', { id: caseId }, { person });
  await tale.paper('agreement', { form: 'paper' });
  await tale.paper('decision-manager', { answer: 'yes' });
  await tale.paper('decision-client', yes);
  if (guardianId) await tale.paper('decision-guardian', { ...yes, guardianId });
  await tale.do('cases.changeCase', { id: caseId }, { startOn: tale.on('begun') });
  await tale.move('assessment');
}

export const phoneOf = (tale: Tale) => `0228 555 8${String(MANAGERS.length * tale.told.age + tale.told.story).padStart(3, '0')}`;

export async function guardian(tale: Tale): Promise<string> {
  const id = crypto.randomUUID();
  const guardian = { name: `Elena ${tale.told.family}`, relation: 'parent', hasCustody: true, agrees: 'yes', phone: null };
  await tale.do('cases.changeGuardian', { id: tale.ids.caseId, guardianId: id }, { ...guardian, contactAllowed: true, scope: null });
  return id;
}
