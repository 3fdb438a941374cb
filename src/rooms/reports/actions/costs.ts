import { Refusal } from '#kernel/decision.ts';
import { inBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { typeset } from '#platform/documents/typeset.ts';
import { record } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import type { CostsAnswer } from '../contract.ts';
import { type Member, shareCosts } from '../rules/costs.ts';
import { dayText, WORDS } from './files.ts';

type Costs = Permit<'reports.costs'>;

/** The statements of a year, newest first, and who belongs to the network now, to begin with. */
export async function readCosts(call: Call, _permit: Costs, year: number): Promise<CostsAnswer> {
  const [statements, members] = await Promise.all([
    call.tx.selectFrom('reports.cost_statement').selectAll().where('year', '=', year).orderBy('statement_version', 'desc').execute(),
    call.tx
      .selectFrom('directory.practitioner')
      .select(['id', 'name'])
      .where('closed_at', 'is', null)
      .where('profession', '!=', 'SOZIO')
      .orderBy('name')
      .execute(),
  ]);
  const shares =
    statements.length === 0
      ? []
      : await call.tx
          .selectFrom('reports.cost_share as s')
          .innerJoin('directory.practitioner as p', 'p.id', 's.practitioner_id')
          .select(['s.statement_id', 's.practitioner_id', 's.months', 's.seat_percent', 's.cents', 'p.name'])
          .where(
            's.statement_id',
            'in',
            statements.map(({ id }) => id),
          )
          .orderBy('p.name')
          .execute();
  return {
    year,
    statements: statements.map((one) => ({
      id: one.id,
      statementVersion: one.statement_version,
      totalCents: Number(one.total_cents),
      bySeat: one.by_seat,
      issuedAt: one.issued_at.toString(),
      shares: shares
        .filter(({ statement_id }) => statement_id === one.id)
        .map((row) => ({
          practitionerId: row.practitioner_id,
          name: row.name,
          months: row.months,
          seatPercent: seat(row.seat_percent),
          cents: Number(row.cents),
        })),
    })),
    members: members.map(({ id, name }) => ({ practitionerId: id, name, months: 12, seatPercent: 100 as const })),
  };
}

const SEATS = [25, 50, 75, 100] as const;
function seat(percent: number): (typeof SEATS)[number] {
  const found = SEATS.find((one) => one === percent);
  if (!found) throw new Error('a share of a seat is 25, 50, 75 or 100 per cent');
  return found;
}

export interface NewStatement {
  totalCents: number;
  bySeat: boolean;
  members: readonly Member[];
}

/** States the year's shares. Stating again is a correction: a new version, the old one stays as it was. */
export async function issueCosts(call: Call, _permit: Costs, year: number, wish: NewStatement) {
  if (year > inBerlin(call.now).year) throw new Refusal('year-to-come');
  if (new Set(wish.members.map(({ practitionerId }) => practitionerId)).size < wish.members.length) throw new Refusal('member-named-twice');
  const shares = shareCosts(wish.totalCents, wish.members, wish.bySeat);
  if (!shares) throw new Refusal('nobody-shares');
  const last = await call.tx
    .selectFrom('reports.cost_statement')
    .select('statement_version')
    .where('year', '=', year)
    .orderBy('statement_version', 'desc')
    .limit(1)
    .executeTakeFirst();
  const id = call.newId();
  const statementVersion = (last?.statement_version ?? 0) + 1;
  await call.tx
    .insertInto('reports.cost_statement')
    .values({
      id,
      year,
      statement_version: statementVersion,
      total_cents: wish.totalCents,
      by_seat: wish.bySeat,
      issued_at: call.now,
      issued_by: accountOf(call).accountId,
    })
    .execute();
  await call.tx
    .insertInto('reports.cost_share')
    .values(
      shares.map(({ practitionerId, months, seatPercent, cents }) => ({
        statement_id: id,
        practitioner_id: practitionerId,
        months,
        seat_percent: seatPercent,
        cents,
      })),
    )
    .execute();
  await record(call, {
    action: 'reports.costs.issued',
    kind: 'C',
    object: ['cost-statement', id],
    data: { year, version: statementVersion, members: shares.length },
  });
  return { id, statementVersion };
}

/** One colleague's statement as a letter. It says that the amount does not depend on placements (§ 73 (7) SGB V). */
export async function getCostLetter(
  call: Call,
  _permit: Costs,
  id: string,
  practitionerId: string,
  language: 'de' | 'en',
): Promise<FileAnswer> {
  const [statement, shares] = await Promise.all([
    call.tx.selectFrom('reports.cost_statement').selectAll().where('id', '=', id).executeTakeFirst(),
    call.tx
      .selectFrom('reports.cost_share as s')
      .innerJoin('directory.practitioner as p', 'p.id', 's.practitioner_id')
      .innerJoin('directory.organisation as o', 'o.id', 'p.organisation_id')
      .select([
        's.practitioner_id',
        's.months',
        's.seat_percent',
        's.cents',
        'p.name',
        'p.title',
        'o.name as practice',
        'o.id as organisation_id',
      ])
      .where('s.statement_id', '=', id)
      .execute(),
  ]);
  const share = shares.find((one) => one.practitioner_id === practitionerId);
  if (!statement || !share) throw new Refusal('not-found');
  const location = await call.tx
    .selectFrom('directory.location')
    .select(['street', 'postal_code', 'place'])
    .where('organisation_id', '=', share.organisation_id)
    .where('closed_at', 'is', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  const words = WORDS[language];
  const euro = (cents: number) => (cents / 100).toLocaleString(words.tag, { style: 'currency', currency: 'EUR' });
  const name = [share.title, share.name].filter(Boolean).join(' ');
  const { network } = call;
  const paying = shares.filter(({ months }) => months > 0).length;
  const corrected = words.costs.corrected(statement.statement_version);
  const { pdf } = typeset(
    'cost-sharing.typ',
    {
      lang: language,
      region: language === 'de' ? 'DE' : 'GB',
      title: [words.costs.title(statement.year), corrected].filter(Boolean).join(', '),
      sender: { name: network.name },
      'window-line': [network.name, network.street, network.city].filter(Boolean).join(' · '),
      recipient: [
        name,
        ...(share.practice === name ? [] : [share.practice]),
        ...(location ? [location.street, `${location.postal_code} ${location.place}`] : []),
      ],
      info: [
        network.name,
        network.street ?? '',
        network.city ?? '',
        network.phone ? words.costs.phone(network.phone) : '',
        words.costs.date(dayText(statement.issued_at, language)),
      ].filter(Boolean),
      greeting: words.costs.greeting(name),
      text: [
        words.costs.text(statement.year, euro(Number(statement.total_cents)), paying),
        statement.by_seat ? words.costs.how.seat : words.costs.how.equal,
      ],
      rows: [
        { label: words.costs.sum, value: euro(Number(statement.total_cents)), main: false },
        { label: words.costs.months, value: String(share.months), main: false },
        ...(statement.by_seat ? [{ label: words.costs.seat, value: `${share.seat_percent} %`, main: false }] : []),
        { label: words.costs.amount, value: euro(Number(share.cents)), main: true },
      ],
      law: words.costs.law,
      closing: [`${words.costs.closing}, ${network.name}`],
      foot: words.costs.foot,
      'page-of': words.report.pageOf,
    },
    call.now,
  );
  return new FileAnswer('application/pdf', `kostenumlage-${statement.year}-${practitionerId}.pdf`, pdf);
}
