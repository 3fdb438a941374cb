import { Refusal } from '#kernel/decision.ts';
import { calendarInvitation } from '#platform/calendar.ts';
import type { Call } from '#platform/call.ts';
import { endAccess } from '#rooms/portal/actions/invite.ts';
import * as own from '#rooms/portal/actions/own.ts';
import * as commands from '#rooms/portal/actions/own-commands.ts';
import { agreePlan, readOwnPlan, readView, voiceOf, writeView } from '#rooms/portal/actions/own-plan.ts';
import * as releases from '#rooms/portal/actions/own-release.ts';
import { drawMine, listReaders, markAnswersRead } from '#rooms/portal/actions/own-sheet.ts';
import type { OwnAppointment } from '#rooms/portal/contract/own.ts';
import { LONGEST_MESSAGE, PARTNER_MONTHS } from '#rooms/portal/rules/own-access.ts';
import { consentsPage } from '#rooms/portal/rules/own-pages/consents.ts';
import { dataPage, looksPage } from '#rooms/portal/rules/own-pages/data.ts';
import { cancelPage, cannotPage, type Foreseen, homePage } from '#rooms/portal/rules/own-pages/home.ts';
import { partnersPage, releasePage } from '#rooms/portal/rules/own-pages/partner.ts';
import { planPage, viewPage } from '#rooms/portal/rules/own-pages/plan.ts';
import { type Helper, messagesPage } from '#rooms/portal/rules/own-pages/talk.ts';
import { OWN_WORDS, type OwnFault } from '#rooms/portal/rules/own-words.ts';
import { readText } from '#rooms/portal/rules/typed.ts';
import { EXCUSES, type Excuse } from '#rooms/scheduling/rules/outcome.ts';
import { type Answer, type Asked, insistOurs, type Portal } from './portal.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
function idOf({ request }: Asked): string {
  const { id = '' } = request.params as { id?: string };
  if (!UUID.test(id)) throw new Refusal('not-found');
  return id;
}
/** Where to after an order: the page again, with what came of it said once. */
const after = (address: string, { typed, query }: Asked, said: string): Answer => {
  const access = typed.get('p') ?? query.p;
  return { to: `${address}?gesagt=${said}${access && UUID.test(access) ? `&p=${access}` : ''}` };
};

async function foreseenOf(call: Call, appointment: OwnAppointment): Promise<Foreseen | undefined> {
  const foreseen = await commands.foresee(call, appointment);
  if (!foreseen) return undefined;
  const { result, until } = foreseen;
  return {
    result: result.result,
    amountCents: result.amountCents ?? null,
    until,
    inTime: until !== null && Temporal.Instant.compare(call.now, until) <= 0,
  };
}

export async function home(portal: Portal, asked: Asked): Promise<Answer> {
  const { shown, appointments, message } = await portal.signed(asked, async (call, relation, page) => {
    await own.noteLook(call, relation, 'appointments');
    const unread = page.who?.unread
      ? (await own.readMessages(call, relation.person_id)).findLast((one) => !one.fromClient && !one.readAt)
      : undefined;
    const helpers = unread ? await helpersOf(call, asked, relation.person_id) : [];
    const from =
      helpers.find(({ organisationId }) => organisationId === unread?.organisationId)?.label ?? OWN_WORDS[asked.language].messages.desk;
    return {
      shown: page,
      appointments: await own.readAppointments(call, relation.person_id),
      message: unread && { text: unread.text, from, writtenAt: unread.writtenAt },
    };
  });
  const fees = new Map<string, Foreseen>();
  await portal.system(async (call) => {
    for (const one of appointments.slice(0, 5)) {
      const fee = await foreseenOf(call, one);
      if (fee) fees.set(one.id, fee);
    }
  });
  const words = OWN_WORDS[asked.language].cancelPage;
  const note = asked.query.gesagt === 'abgesagt' ? `${words.done}. ${words.doneText}` : undefined;
  return { page: homePage(shown, { appointments: appointments.slice(0, 8), fees, note, message }) };
}

export async function calendar(portal: Portal, asked: Asked): Promise<Answer> {
  const appointment = await portal.signed(asked, async (call, relation) => {
    await own.noteLook(call, relation, 'calendar');
    return own.findAppointment(call, relation.person_id, idOf(asked));
  });
  if (!appointment?.standing) throw new Refusal('not-found');
  const file = calendarInvitation(
    {
      id: appointment.id,
      start: Temporal.Instant.from(appointment.startsAt),
      end: Temporal.Instant.from(appointment.endsAt),
      changedAt: Temporal.Instant.from(appointment.changedAt),
    },
    'de',
    new URL(portal.world.network.publicUrl).hostname,
    OWN_WORDS[asked.language].entry,
  );
  return { file, type: 'text/calendar; charset=utf-8', name: 'termin.ics' };
}

export async function askCancel(portal: Portal, asked: Asked): Promise<Answer> {
  const { shown, relation, appointment } = await portal.signed(asked, async (call, found, page) => {
    await own.noteLook(call, found, 'appointments');
    return { shown: page, relation: found, appointment: await own.findAppointment(call, found.person_id, idOf(asked)) };
  });
  if (!appointment) throw new Refusal('not-found');
  const may = commands.mayCancelNow(relation, appointment, await portal.system(async (call) => call.now));
  if (!may.ok) return { status: 409, page: cannotPage(shown, may.because, appointment.phone) };
  const fee = await portal.system((call) => foreseenOf(call, appointment));
  return { page: cancelPage(shown, appointment, fee) };
}

export async function takeCancel(portal: Portal, asked: Asked): Promise<Answer> {
  const id = idOf(asked);
  const typed = asked.typed.get('excuse') ?? 'none';
  const excuse: Excuse = EXCUSES.find((one) => one === typed) ?? 'none';
  try {
    const order = await portal.signed(asked, async (call, relation) => {
      insistOurs(call, asked);
      return commands.askToCancel(call, relation.id, id);
    });
    await portal.system((call) => commands.cancelFor(call, order, excuse));
  } catch (fault) {
    if (!(fault instanceof Refusal) || fault.code === 'not-found' || fault.code === 'portal-access-not-found') throw fault;
    return portal.signed(asked, async (call, relation, shown) => {
      const phone = (await own.findAppointment(call, relation.person_id, id))?.phone ?? null;
      return { status: 409, page: cannotPage(shown, fault.code, phone) };
    });
  }
  return after('/portal', asked, 'abgesagt');
}

export async function plan(portal: Portal, asked: Asked): Promise<Answer> {
  const { shown, relation, caseId } = await portal.signed(asked, async (call, found, page) => {
    if (!found.sees.includes('plan')) throw new Refusal('not-found');
    await own.noteLook(call, found, 'plan');
    return { shown: page, relation: found, caseId: await readOwnPlan.caseOf(call, found) };
  });
  const found = caseId ? await portal.system((call) => readOwnPlan.of(call, caseId)) : null;
  const note = asked.query.gesagt === 'ja' ? OWN_WORDS[asked.language].plan.done : undefined;
  const me = voiceOf(relation);
  const agreedMyself = found?.said.some(({ by, guardianId }) => by === me.by && guardianId === me.guardianId) ?? false;
  return { page: planPage(shown, { plan: found, mayAgree: own.decides(relation), agreedMyself, note }) };
}

export async function takePlan(portal: Portal, asked: Asked): Promise<Answer> {
  const [versionId = '', version = ''] = (asked.typed.get('version') ?? '').split('.');
  if (!UUID.test(versionId) || !/^\d{1,9}$/.test(version)) throw new Refusal('not-found');
  const relation = await portal.signed(asked, async (call, found) => {
    insistOurs(call, asked);
    return agreePlan.ask(call, found, versionId);
  });
  const whole = await portal.system((call) => agreePlan.carryOut(call, relation, versionId, Number(version)));
  // where somebody's yes is missing still, the page itself says so
  return after('/portal/plan', asked, whole ? 'ja' : 'halb');
}

export async function view(portal: Portal, asked: Asked): Promise<Answer> {
  return portal.signed(asked, async (call, relation, shown) => {
    const { open } = asked.query;
    const note = asked.query.gesagt === 'gespeichert' ? OWN_WORDS[asked.language].saved : undefined;
    return { page: viewPage(shown, { view: await readView(call, relation), note, open }) };
  });
}

export async function takeView(portal: Portal, asked: Asked): Promise<Answer> {
  const domain = asked.typed.get('domain') ?? '';
  await portal.signed(asked, async (call, relation) => {
    insistOurs(call, asked);
    await writeView(call, relation, {
      domain,
      severity: asked.typed.get('severity') ?? '',
      need: asked.typed.get('need') ?? '',
      wish: readText(asked.typed.get('wish') ?? '').slice(0, 500),
    });
  });
  const answer = after('/portal/sicht', asked, 'gespeichert');
  return 'to' in answer ? { to: `${answer.to}${/^D\d{1,2}$/.test(domain) ? `#${domain}` : ''}` } : answer;
}

async function helpersOf(call: Call, asked: Asked, personId: string): Promise<Helper[]> {
  const { desk } = OWN_WORDS[asked.language].messages;
  return (await own.listHelpers(call, personId)).map((row) => ({
    organisationId: row.organisation_id,
    label: row.organisation_id ? [row.helper, row.organisation_name].filter(Boolean).join(' · ') : desk,
  }));
}

export async function messages(portal: Portal, asked: Asked): Promise<Answer> {
  return portal.signed(asked, async (call, relation, shown) => {
    await own.noteLook(call, relation, 'messages');
    const [list, helpers] = [await own.readMessages(call, relation.person_id), await helpersOf(call, asked, relation.person_id)];
    await markAnswersRead(call, relation.person_id);
    const note = asked.query.gesagt === 'da' ? OWN_WORDS[asked.language].messages.done : undefined;
    return { page: messagesPage({ ...shown, who: shown.who && { ...shown.who, unread: 0 } }, { messages: list, helpers, note }) };
  });
}

export async function takeMessage(portal: Portal, asked: Asked): Promise<Answer> {
  const to = asked.typed.get('to') ?? '';
  const text = readText(asked.typed.get('text') ?? '');
  const again = (fault: OwnFault): Promise<Answer> =>
    portal.signed(asked, async (call, relation, shown) => ({
      status: 422,
      page: messagesPage(shown, {
        messages: await own.readMessages(call, relation.person_id),
        helpers: await helpersOf(call, asked, relation.person_id),
        fault,
        typed: text.slice(0, LONGEST_MESSAGE * 2),
        to,
      }),
    }));
  if (text === '') return again('missing');
  if ([...text].length > LONGEST_MESSAGE) return again('too-long');
  try {
    await portal.signed(asked, async (call, relation) => {
      insistOurs(call, asked);
      await own.sendMessage(call, { personId: relation.person_id, organisationId: UUID.test(to) ? to : null, text });
    });
  } catch (fault) {
    if (fault instanceof Refusal && fault.code === 'portal-too-many-messages') return again('too-many');
    throw fault;
  }
  return after('/portal/nachrichten', asked, 'da');
}

export async function consents(portal: Portal, asked: Asked): Promise<Answer> {
  return portal.signed(asked, async (call, relation, shown) => {
    if (!own.decides(relation)) throw new Refusal('not-found');
    await own.noteLook(call, relation, 'consents');
    const living = (await own.readConsents(call, relation.person_id)).filter((one) => own.lives(one, call.now));
    const words = OWN_WORDS[asked.language];
    const { withdrawn, partner } = words.consents;
    const notes: Record<string, string> = { weg: withdrawn, ja: words.saved, erlaubt: partner.done, halb: partner.half };
    const running = await releases.findDecidedCase(call, relation);
    return {
      page: consentsPage(shown, {
        living,
        readers: await listReaders(call, relation.person_id),
        note: notes[asked.query.gesagt ?? ''],
        service: running ? { id: running.organisation_id } : null,
      }),
    };
  });
}

export async function takeConsent(portal: Portal, asked: Asked): Promise<Answer> {
  const give = commands.TICKED.find((one) => one === asked.typed.get('give'));
  const [withdraw, end] = [asked.typed.get('withdraw') ?? '', asked.typed.get('end') ?? ''];
  if (give) {
    const relation = await portal.signed(asked, async (call, found) => {
      insistOurs(call, asked);
      return commands.askToGive(call, found.id, give);
    });
    await portal.system((call) => commands.giveFor(call, relation, give));
    return after('/portal/freigaben', asked, 'ja');
  }
  if (asked.typed.get('give') === 'case-management') {
    const order = await portal.signed(asked, async (call, relation) => {
      insistOurs(call, asked);
      return { relation, found: await releases.askToAgree(call, relation) };
    });
    const holds = await portal.system((call) => releases.agreeFor(call, order.relation, order.found));
    return after('/portal/freigaben', asked, holds ? 'ja' : 'halb');
  }
  if (UUID.test(end)) {
    await portal.signed(asked, async (call) => {
      insistOurs(call, asked);
      await endAccess(call, end);
    });
    return after('/portal/freigaben', asked, 'weg');
  }
  if (!UUID.test(withdraw)) throw new Refusal('not-found');
  try {
    const order = await portal.signed(asked, async (call, found) => {
      insistOurs(call, asked);
      return commands.askToWithdraw(call, found.id, withdraw);
    });
    await portal.system((call) => commands.withdrawFor(call, order));
  } catch (fault) {
    // asked twice, or somebody else was faster: it is withdrawn
    if (!(fault instanceof Refusal && ['consent-not-given', 'release-withdrawn', 'version-old'].includes(fault.code))) throw fault;
  }
  return after('/portal/freigaben', asked, 'weg');
}

/** Partners of the directory; what was typed stands in no address. */
export async function partners(portal: Portal, asked: Asked): Promise<Answer> {
  const text = readText(asked.typed.get('search') ?? '');
  await portal.signed(asked, async (call, relation) => {
    if (asked.request.method === 'POST') insistOurs(call, asked);
    if (!(await releases.findRunningCase(call, relation))) throw new Refusal('not-found');
  });
  const found = await portal.system((call) => releases.findPartners(call, text));
  return portal.signed(asked, async (_call, _relation, shown) => ({ page: partnersPage(shown, { ...found, text: text.slice(0, 80) }) }));
}

async function releaseForm(portal: Portal, asked: Asked, typed?: releases.PartnerWish): Promise<string> {
  const id = idOf(asked);
  await portal.signed(asked, async (call, relation) => {
    if (!(await releases.findRunningCase(call, relation))) throw new Refusal('not-found');
  });
  const partner = await portal.system((call) => releases.getPartner(call, id));
  return portal.signed(asked, async (call, _relation, shown) => {
    const lastDays = new Map(PARTNER_MONTHS.map((months) => [months, releases.lastDay(call, months)]));
    return releasePage(shown, { partner, lastDays, ...(typed ? { typed, missing: true } : {}) });
  });
}

export async function askRelease(portal: Portal, asked: Asked): Promise<Answer> {
  return { page: await releaseForm(portal, asked) };
}

export async function takeRelease(portal: Portal, asked: Asked): Promise<Answer> {
  const serviceId = idOf(asked);
  const wish = releases.readPartnerWish(asked.typed);
  if (wish.classes.length === 0) return { status: 422, page: await releaseForm(portal, asked, wish) };
  const order = await portal.signed(asked, async (call, relation) => {
    insistOurs(call, asked);
    return { relation, found: await releases.askToRelease(call, relation, serviceId, wish) };
  });
  await portal.system((call) => releases.releaseFor(call, { ...order, serviceId, wish, language: asked.language }));
  return after('/portal/freigaben', asked, 'erlaubt');
}

export async function data(portal: Portal, asked: Asked): Promise<Answer> {
  return portal.signed(asked, async (call, relation, shown) => {
    await own.noteLook(call, relation, 'data');
    return { page: dataPage(shown, { person: await own.readPerson(call, relation.person_id), whole: own.isWhole(relation) }) };
  });
}

export async function looks(portal: Portal, asked: Asked): Promise<Answer> {
  return portal.signed(asked, async (call, relation, shown) => {
    if (!own.isWhole(relation)) throw new Refusal('not-found');
    const rows = await own.readLooks(call, relation.person_id);
    await own.noteLook(call, relation, 'log');
    return { page: looksPage(shown, rows) };
  });
}

export async function dataJson(portal: Portal, asked: Asked): Promise<Answer> {
  const { mine, more } = await portal.signed(asked, async (call) => {
    const kept = await own.readMine(call);
    const others = new Map<string, { caseId: string | null; view: Awaited<ReturnType<typeof readView>> }>();
    for (const relation of await own.listRelations(call))
      others.set(relation.id, { caseId: await readOwnPlan.caseOf(call, relation), view: await readView(call, relation) });
    return { mine: kept, more: others };
  });
  const persons = await portal.system((call) =>
    Promise.all(
      mine.persons.map(async (person) => {
        const found = more.get(person.accessId);
        const plan = found?.caseId ? await readOwnPlan.of(call, found.caseId) : null;
        return {
          ...person,
          plan: plan && { goals: plan.plan.goals, later: plan.plan.later, agreedOn: plan.agreedOn },
          ownView: found?.view.domains ?? [],
        };
      }),
    ),
  );
  return { file: `${JSON.stringify({ ...mine, persons }, null, 2)}\n`, type: 'application/json; charset=utf-8', name: 'meine-daten.json' };
}

export async function dataPdf(portal: Portal, asked: Asked): Promise<Answer> {
  const { sheet, caseId } = await portal.signed(asked, async (call, relation, shown) => ({
    sheet: await drawMine.collect(call, relation, shown),
    caseId: await readOwnPlan.caseOf(call, relation),
  }));
  const found = caseId ? await portal.system((call) => readOwnPlan.of(call, caseId)) : null;
  return { file: drawMine.draw(sheet, found, OWN_WORDS[asked.language].pages.plan), type: 'application/pdf', name: 'meine-daten.pdf' };
}
