import { EXCUSES } from '#rooms/scheduling/rules/outcome.ts';
import { type Html, html } from '../html.ts';
import { icon } from '../own-icons.ts';
import {
  at,
  listOf,
  minutesOf,
  moneyOf,
  name,
  own,
  ownPage,
  type Shown,
  sentence,
  timeOf,
  told,
  whenOf,
  withPhone,
  wordsOf,
} from '../own-page.ts';
import type { OwnAppointment } from '../own-shapes.ts';
import { BRINGS, PATH_STEPS, type PathStep } from '../own-words.ts';

/** What a cancellation would cost now; without it nothing is asked for. */
export interface Foreseen {
  result: 'no_fee' | 'manual_review' | 'fee_possible';
  amountCents: number | null;
  until: Temporal.Instant | null;
  /** Whether the notice is still long enough. */
  inTime: boolean;
}

export function feeText(shown: Shown, appointment: OwnAppointment, fee: Foreseen | undefined): Html {
  const words = wordsOf(shown);
  if (!fee?.until) return html`${words.free}`;
  const until = html`<b>${whenOf(shown.language, fee.until)}</b>`;
  if (fee.inTime) return sentence(words.freeUntil, { until });
  if (fee.result === 'no_fee') return html`${words.freeNow}`;
  if (fee.result === 'manual_review' || fee.amountCents === null) return html`${words.judged}`;
  const amount = name(moneyOf(shown.language, fee.amountCents));
  return sentence(words.fee, { until, who: name(appointment.practitioner), amount });
}

function facts(shown: Shown, appointment: OwnAppointment): Html {
  const words = wordsOf(shown);
  const kind = words.kinds[appointment.kind];
  const where = appointment.video
    ? words.video
    : appointment.address.length > 0
      ? appointment.address.map((line, index) => html`${index > 0 ? html`<br>` : ''}${name(line)}`)
      : words.atHome;
  const bring = appointment.video ? [] : (BRINGS[appointment.kind] ?? []).map((one) => words.brings[one]);
  return html`<p><strong>${kind.title}</strong><br><span class="soft">${kind.text}</span></p>
<dl class="facts"><div>${icon('who')}<dt>${words.with}</dt><dd><strong>${name(appointment.practitioner)}</strong></dd></div><div>${icon('where')}<dt>${words.where}</dt><dd>${where}</dd></div>${
    bring.length > 0 ? html`<div>${icon('bring')}<dt>${words.bring}</dt><dd>${listOf(shown.language, bring)}</dd></div>` : ''
  }</dl>`;
}

/** Day and hour each on a line of their own. */
function bigDate({ language }: Shown, { startsAt }: OwnAppointment): Html {
  const time = timeOf(language, startsAt);
  const when = whenOf(language, startsAt);
  const day = when.slice(0, when.length - time.length).replace(/[,،]\s*$/, '');
  return html`${day.replace(/(\d\.?) /, '$1\u00a0')}<br>${time}`; // "5. März" stays together
}

/** What comes after the first talk, with where she is now; for whoever is on the way to a therapy. */
function path(shown: Shown, next: OwnAppointment | undefined): Html | '' {
  const here = PATH_STEPS.indexOf(next?.kind as PathStep);
  if (here < 0) return '';
  const { title, steps } = wordsOf(shown).path;
  return html`<section aria-labelledby="path"><h2 id="path">${title}</h2><ol class="path">${PATH_STEPS.map((step, index) => {
    const mark = index < here ? icon('done') : index + 1;
    return html`<li${index < here ? html` class="done"` : index === here ? html` aria-current="step"` : ''}><span class="dot" aria-hidden="true">${mark}</span><span><strong>${steps[step].title}</strong><br><span class="soft">${steps[step].text}</span></span></li>`;
  })}</ol></section>`;
}

/** The newest answer that she has not read, in the letters of a voice. */
function toYou(shown: Shown, message: { text: string; from: string; writtenAt: string } | undefined): Html | '' {
  if (!message) return '';
  const words = wordsOf(shown);
  return html`<section aria-labelledby="to-you"><h2 id="to-you">${words.toYou}</h2><div class="voice"><p dir="auto">${message.text}</p><p class="soft">${name(message.from)}<br>${whenOf(shown.language, message.writtenAt)}</p><p><a href="${at(shown, '/portal/nachrichten')}">${words.answer}</a></p></div></section>`;
}

function card(shown: Shown, appointment: OwnAppointment, fee: Foreseen | undefined, first: boolean): Html {
  const words = wordsOf(shown);
  const title = whenOf(shown.language, appointment.startsAt);
  const mayCancel = shown.who?.sight.acts ?? false;
  return html`<section class="card" aria-labelledby="a-${appointment.id}">${first ? html`<p class="label">${words.next}</p>` : ''}
${first ? html`<h2 class="big" id="a-${appointment.id}">${bigDate(shown, appointment)}</h2>` : html`<h3 id="a-${appointment.id}">${title}</h3>`}
<p class="soft">${minutesOf(shown.language, appointment.startsAt, appointment.endsAt)}</p>${facts(shown, appointment)}
<p><a class="button${first ? '' : ' second'}" href="${at(shown, `/portal/kalender/${appointment.id}`)}" aria-label="${words.calendar}: ${title}">${icon('calendar')}${words.calendar}</a>${
    mayCancel
      ? html`<a class="button second" href="${at(shown, `/portal/absagen/${appointment.id}`)}" aria-label="${words.cancel}: ${title}">${words.cancel}</a>`
      : ''
  }</p><p class="soft">${mayCancel ? feeText(shown, appointment, fee) : sentence(words.notYou, { name: name(nameOf(shown)) })}</p></section>`;
}

const nameOf = ({ who }: Shown) => who?.all.find(({ id }) => id === who.access)?.label ?? '';

/** The next appointment large, the others below it. */
export function homePage(
  shown: Shown,
  {
    appointments,
    fees,
    note,
    message,
  }: {
    appointments: readonly OwnAppointment[];
    fees: ReadonlyMap<string, Foreseen>;
    note?: string | undefined;
    message?: { text: string; from: string; writtenAt: string } | undefined;
  },
): string {
  const words = wordsOf(shown);
  const [first, ...others] = appointments;
  const mayLook = shown.who?.sight.whole || shown.who?.sight.sees.includes('appointments');
  const body = html`<h1>${sentence(words.hello, { name: name(shown.who?.name ?? '') })}</h1>${
    shown.who && shown.who.kind !== 'self' ? html`<p class="lead">${sentence(words.about, { name: name(nameOf(shown)) })}</p>` : ''
  }${told(note)}
${shown.who && !shown.who.sight.whole ? html`<p class="soft">${words.part}</p>` : ''}
${first ? card(shown, first, fees.get(first.id), true) : mayLook ? html`<section class="card"><h2>${words.none.title}</h2><p>${words.none.text}</p></section>` : ''}
${path(shown, first)}${toYou(shown, message)}${others.length > 0 ? html`<h2>${words.further}</h2>${others.map((one) => card(shown, one, fees.get(one.id), false))}` : ''}`;
  return ownPage(shown, { title: words.pages.home, now: 'home', body });
}

/** Asks once more, tells the rule, and takes a reason whoever wants to name one. */
export function cancelPage(shown: Shown, appointment: OwnAppointment, fee: Foreseen | undefined): string {
  const words = wordsOf(shown);
  const { cancelPage: page } = words;
  const body = html`<h1>${page.title}</h1><p class="lead">${page.sure}</p>
<section class="card"><h2 class="big">${bigDate(shown, appointment)}</h2>${facts(shown, appointment)}</section>
<p class="told calm">${feeText(shown, appointment, fee)}</p>
<form method="post" action="/portal/absagen/${appointment.id}">${own(shown)}
<fieldset aria-describedby="reason-hint"><legend>${page.reason}</legend><p class="hint" id="reason-hint">${page.reasonHint}</p>${EXCUSES.map(
    (excuse) =>
      html`<label class="choice"><input type="radio" name="excuse" value="${excuse}"${excuse === 'none' ? html` checked` : ''}> ${page.reasons[excuse]}</label>`,
  )}</fieldset>
<button type="submit">${page.submit}</button></form>
<p><a class="button second" href="${at(shown, '/portal')}">${page.keep}</a></p>
<p>${withPhone(page.move, appointment.phone ?? shown.network.phone)}</p>`;
  return ownPage(shown, { title: page.title, now: 'home', body });
}

/** Why it does not go here, and how to reach somebody. */
export function cannotPage(shown: Shown, because: string, phone: string | null): string {
  const words = wordsOf(shown);
  const { cancelPage: page } = words;
  const why =
    because === 'appointment-has-begun'
      ? page.over
      : because === 'portal-not-yours-to-cancel'
        ? sentence(words.notYou, { name: name(nameOf(shown)) })
        : page.gone;
  const body = html`<h1>${page.cannot}</h1><p class="lead">${why}</p><p>${withPhone(page.call, phone ?? shown.network.phone)}</p>
<p><a class="button second" href="${at(shown, '/portal')}">${words.back}</a></p>`;
  return ownPage(shown, { title: page.title, now: 'home', body });
}

/** A page with one sentence: a fault, too many, gone. */
export function sentencePage(shown: Shown, title: string, text: string): string {
  const body = html`<h1>${title}</h1><p class="lead">${text}</p><p><a class="button second" href="/portal">${wordsOf(shown).back}</a></p>`;
  return ownPage(shown, { title, body });
}
