import { INVOICE_TABLE } from '#rooms/billing/rules/life.ts';
import { EPISODE_TABLE } from '#rooms/soziotherapie/rules/life/episode.ts';
import { PRESCRIPTION_TABLE } from '#rooms/soziotherapie/rules/life/prescription.ts';
import { SESSION_TABLE } from '#rooms/soziotherapie/rules/life/session.ts';

/** What must never be true of Soziotherapie: each question answers the rows that break the sentence (I1–I12: rule book, end of chapter 3). */
export interface Invariant {
  says: string;
  sql: string;
}

/** The arrows of a life table, as SQL compares them: "from>to", or "from>to by event". */
function arrows(table: Record<string, readonly { event: string; to: string }[]>, withEvent: boolean): string {
  const all = Object.entries(table).flatMap(([from, rows]) =>
    rows.map(({ event, to }) => (withEvent ? `${from}>${to} ${event}` : `${from}>${to}`)),
  );
  return [...new Set(all)].map((arrow) => `'${arrow}'`).join(', ');
}
/** A correction also counts the use of a prescription anew, forwards and back. */
const course = (object: string, table: string, what = '') => `
  select h.object_id as id, h.went, h.state, h.tos from (
    select e.object_id, e.data ->> 'from' || '>' || (e.data ->> 'to') as went, e.data ->> 'from' as from_, e.data ->> 'to' as tos, o.state, e.seq,
      lag(e.data ->> 'to') over w as before, lead(e.seq) over w is null as last
    from platform.event e join ${table} o on o.id = e.object_id
    where e.action = '${object}.moved' ${what} window w as (partition by e.object_id order by e.seq)) h`;

/** States of sessions that took place. */
const TOOK = `('DELIVERED', 'LATE_PENDING', 'DOCUMENTED', 'SIGNED', 'RELEASED', 'INVOICED', 'PAID', 'DISPUTED')`;

export const SERVICE_INVARIANTS: readonly Invariant[] = [
  {
    says: 'I1: no window holds more than 120 hours, and each shows the sum of its ledger',
    sql: `select w.person_id, w.used_minutes, coalesce(sum(l.minutes), 0) as ledger from soziotherapie.contingent_window w
      left join soziotherapie.ledger_entry l on l.person_id = w.person_id and l.day between w.start_on and w.end_on
      group by w.id having w.used_minutes <> coalesce(sum(l.minutes), 0) or w.used_minutes > 7200 or w.used_minutes <= 0`,
  },
  {
    says: 'I1: every minute of the ledger lies in a window',
    sql: `select l.person_id, l.day, sum(l.minutes) as minutes from soziotherapie.ledger_entry l where not exists (select from soziotherapie.contingent_window w
        where w.person_id = l.person_id and l.day between w.start_on and w.end_on) group by 1, 2 having sum(l.minutes) <> 0`,
  },
  {
    says: 'I2: a prescription shows what the ledger used of it, and never more than was prescribed',
    sql: `select p.id, p.used_parts, coalesce(sum(l.parts), 0) as ledger from soziotherapie.prescription p left join soziotherapie.ledger_entry l on l.prescription_id = p.id
      group by p.id having p.used_parts <> coalesce(sum(l.parts), 0) or p.used_parts > 180 * coalesce(p.units, 0)`,
  },
  {
    says: 'I2: from the day after the letter nobody uses more than it grants',
    sql: `select p.id, p.used_parts, p.set_off_parts, d.units from soziotherapie.prescription p
      join lateral (select units from soziotherapie.decision d where d.prescription_id = p.id order by recorded_at desc, id desc limit 1) d on true
      join lateral (select min(notified_on) as on_ from soziotherapie.decision d where d.prescription_id = p.id) n on true
      where not p.approval_free and p.used_parts > greatest(0, least(30, d.units) * 180 - p.set_off_parts)
        and exists (select from soziotherapie.ledger_entry l where l.prescription_id = p.id and l.day > n.on_ group by l.session_id having sum(l.parts) > 0)`,
  },
  {
    says: 'R16: what is counted as covered stands in the ledger, and nothing else does',
    sql: `select s.id, s.state, coalesce(p.minutes, 0) as parts, coalesce(l.minutes, 0) as ledger from soziotherapie.session s
      left join (select session_id, sum(cap_minutes) as minutes, sum(parts) filter (where prescription_id is not null) as parts from soziotherapie.session_part where live group by 1) p on p.session_id = s.id
      left join (select session_id, sum(minutes) as minutes, sum(parts) as parts from soziotherapie.ledger_entry where session_id is not null group by 1) l on l.session_id = s.id
      where coalesce(p.minutes, 0) <> coalesce(l.minutes, 0) or coalesce(p.parts, 0) <> coalesce(l.parts, 0) or (s.state not in ${TOOK} and coalesce(l.minutes, 0) <> 0)`,
  },
  {
    says: 'I10: the parts of a session are its billable minutes, and only what took place has parts',
    sql: `select s.id, s.state, s.minutes, sum(p.minutes) as parts from soziotherapie.session s left join soziotherapie.session_part p on p.session_id = s.id and p.live
      group by s.id having case when s.state not in ${TOOK} then count(p.id) > 0
        when s.setting = 'single' then coalesce(sum(p.minutes), 0) <> s.minutes / 15 * 15 else count(p.id) > 1 end`,
  },
  {
    says: 'I4: whatever has a number bills what is covered and signed, at the one price of its day',
    sql: `select l.id from billing.invoice_line l join billing.invoice i on i.id = l.invoice_id left join payers.contract_line c on c.id = l.contract_line_id
      where i.number is not null and (l.status not in ('EXEMPT', 'APPROVED', 'PROVISIONAL') or l.signed_how is null or c.id is null or l.day < c.valid_from or l.day > c.valid_to)`,
  },
  {
    says: 'I6, I7: windows of one person lie apart, and none is shorter than 1095 days',
    sql: `select a.person_id from soziotherapie.contingent_window a left join soziotherapie.contingent_window b on b.person_id = a.person_id and b.id <> a.id
      and daterange(a.start_on, a.end_on, '[]') && daterange(b.start_on, b.end_on, '[]') where b.id is not null or a.end_on - a.start_on < 1094`,
  },
  {
    says: 'I9: versions of a note are numbered without a gap, and none is older than the one before',
    sql: `select session_id from (select session_id, number, recorded_at, row_number() over w as place, lag(recorded_at) over w as before from soziotherapie.session_note
      window w as (partition by session_id order by number)) n where number <> place or before > recorded_at`,
  },
  {
    says: 'I11: no deadline for sending or deciding ends on a weekend, and none is given for what needs none',
    sql: `select id from soziotherapie.prescription where extract(isodow from submit_until) > 5 or extract(isodow from decision_due_on) > 5 and delay_notice_until is distinct from decision_due_on`,
  },
  {
    says: 'I12: an invoice is the sum of its lines in cent, and of its payments',
    sql: `select i.id, i.gross_cents from billing.invoice i left join (select invoice_id, sum(amount_cents) as gross, sum(copay_cents) as copay from billing.invoice_line group by 1) l on l.invoice_id = i.id
      left join (select invoice_id, sum(cents) as paid from billing.payment group by 1) p on p.invoice_id = i.id
      where i.gross_cents <> coalesce(l.gross, 0) or i.copay_cents <> coalesce(l.copay, 0) or i.paid_cents <> coalesce(p.paid, 0)`,
  },
  {
    says: 'numbers of invoices go up by one, year by year, without a gap and without a double',
    sql: `select organisation_id, year from (select i.organisation_id, extract(year from i.issued_on)::int as year, i.number, row_number() over (partition by i.organisation_id, extract(year from i.issued_on) order by i.number) as place
        from billing.invoice i where i.number is not null) n where number <> year::text || '-' || lpad(place::text, 4, '0')
      union all select r.organisation_id, r.year from billing.number_range r where r.next - 1 <> (select count(*) from billing.invoice i
        where i.organisation_id = r.organisation_id and i.number is not null and extract(year from i.issued_on) = r.year)`,
  },
  {
    says: 'a session is billed once: INVOICED and PAID stand on an invoice with a number, RELEASED and earlier on none',
    sql: `select s.id, s.state, s.disputed_from from soziotherapie.session s
      left join (select l.session_id, bool_or(l.live) as live, count(*) filter (where l.live) as lines from billing.invoice_line l join billing.invoice i on i.id = l.invoice_id and i.number is not null group by 1) b on b.session_id = s.id
      where s.state in ('INVOICED', 'PAID') and b.session_id is null
        or coalesce(b.live, false) and s.state not in ('INVOICED', 'PAID') and not (s.state = 'DISPUTED' and s.disputed_from in ('INVOICED', 'PAID'))
        or exists (select from billing.invoice_line l where l.session_id = s.id and l.live group by l.prescription_id having count(*) > 1)`,
  },
  {
    says: 'what is billed is what is counted: a line that is in force has the minutes of its part, or the office was asked to correct it',
    sql: `select l.id, l.minutes from billing.invoice_line l join billing.invoice i on i.id = l.invoice_id and i.number is not null
      where l.live and not exists (select from soziotherapie.session_part p where p.session_id = l.session_id and p.live and p.prescription_id = l.prescription_id and p.minutes = l.minutes)
        and not exists (select from tasks.task t where t.kind = 'sozio-correction-invoice' and t.object_id = l.session_id)`,
  },
  {
    says: '2.3: every step of a session stands in the table, one after the other, and the last is where it stands',
    sql: `select h.* from (select e.object_id, e.data ->> 'from' || '>' || (e.data ->> 'to') || ' ' || (e.data ->> 'event') as went, s.state, e.data ->> 'to' as to_, e.data ->> 'from' as from_,
        lag(e.data ->> 'to') over w as before, lead(e.seq) over w is null as last
      from platform.event e join soziotherapie.session s on s.id = e.object_id where e.action = 'soziotherapie.session.moved' window w as (partition by e.object_id order by e.seq)) h
      where went not in (${arrows(SESSION_TABLE, true)}) or coalesce(before, 'PLANNED') <> from_ or last and state <> to_`,
  },
  {
    says: '2.3: where no step was taken, a session is planned',
    sql: `select id, state from soziotherapie.session s where state <> 'PLANNED' and not exists (select from platform.event e where e.object_id = s.id and e.action = 'soziotherapie.session.moved')`,
  },
  {
    says: '2.2: every step of a prescription stands in the table, one after the other, and the last is where it stands',
    sql: `select * from (${course('soziotherapie.prescription', 'soziotherapie.prescription', "and e.data ->> 'what' = 'state'").replace('select h.object_id as id, h.went, h.state, h.tos', 'select h.*')}) h
      where went not in (${arrows(PRESCRIPTION_TABLE, false)}) or coalesce(before, 'DRAFT') <> from_ or last and state <> tos`,
  },
  {
    says: '2.1: every step of an episode stands in the table, one after the other, and the last is where it stands',
    sql: `select * from (${course('soziotherapie.episode', 'soziotherapie.episode').replace('select h.object_id as id, h.went, h.state, h.tos', 'select h.*')}) h
      where went not in (${arrows(EPISODE_TABLE, false)}) or coalesce(before, 'INQUIRY') <> from_ or last and state <> tos`,
  },
  {
    says: '6.2: every step of an invoice stands in the table',
    sql: `select e.object_id, e.data ->> 'from' || '>' || (e.data ->> 'to') as went from platform.event e where e.action = 'billing.invoice.moved'
      and e.data ->> 'from' || '>' || (e.data ->> 'to') not in (${arrows(INVOICE_TABLE, false)})`,
  },
  {
    says: 'V12, V13: a prescription is in use exactly while something of it is used',
    sql: `select id, usage, used_parts from soziotherapie.prescription where usage = 'UNUSED' and used_parts > 0 or usage in ('IN_USE', 'USED_UP') and used_parts = 0`,
  },
  {
    says: 'a session that is written up has its note, and one that is signed has its signature or its reason',
    sql: `select s.id, s.state from soziotherapie.session s where s.state in ('DOCUMENTED', 'SIGNED', 'RELEASED', 'INVOICED', 'PAID', 'LATE_PENDING', 'DISPUTED')
      and not exists (select from soziotherapie.session_note n where n.session_id = s.id)
      union all select s.id, s.state from soziotherapie.session s where s.state in ('SIGNED', 'RELEASED', 'INVOICED', 'PAID', 'DISPUTED') and (s.signed_how is null
        or s.signed_how in ('refused', 'not-possible') and s.signature_reason_sealed is null or s.signed_how = 'screen' and s.signature_file_id is null)`,
  },
  {
    // what a device wrote is applied behind a savepoint: its rows have the number of that, a little above their transaction's
    says: 'the last change of each session, episode, prescription, decision, stay and invoice has an event in its transaction (one event per change)',
    sql: [
      'soziotherapie.session',
      'soziotherapie.episode',
      'soziotherapie.prescription',
      'soziotherapie.decision',
      'soziotherapie.hospital_stay',
    ]
      .concat('soziotherapie.external_units', 'soziotherapie.ledger_entry', 'billing.invoice', 'billing.payment', 'records.file')
      .map(
        (table) => `select '${table}' as what, o.id from ${table} o where not exists (select from platform.event e
          where (e.xid::text::numeric % 4294967296)::bigint between o.xmin::text::bigint - 24 and o.xmin::text::bigint)`,
      )
      .join(' union all '),
  },
  {
    says: 'an entry of a device is applied once: none is left behind without a state, and no session has two first notes',
    sql: `select id from soziotherapie.device_entry d where d.state = 'applied' and not exists (select from platform.event e where e.object_id = d.id and e.action = 'soziotherapie.entry.applied' having count(*) = 1)`,
  },
  {
    says: 'R26: no two sessions of a helper or of a client overlap',
    sql: `select a.id from soziotherapie.session a join soziotherapie.session b on a.id <> b.id and a.span && b.span and (a.practitioner_id = b.practitioner_id or a.person_id = b.person_id)
      and (a.group_session_id is null or a.group_session_id is distinct from b.group_session_id)
      where a.takes_place and b.takes_place and not a.co_led and not b.co_led`,
  },
  {
    says: 'I3: a copayment is never above its cost and never above 10.00 a day',
    sql: `select person_id, day from soziotherapie.copay_entry where copay_cents > cost_cents or copay_cents > 1000`,
  },
  {
    says: 'a file has its content, and whatever names a file names one of the same person',
    sql: `select f.id from records.file f left join records.file_content c on c.id = f.content_id where c.id is null
      union all select s.id from soziotherapie.session s join records.file f on f.id = s.signature_file_id where f.person_id <> s.person_id`,
  },
  { says: 'a command that was begun has its answer', sql: `select key as id from platform.idempotency where status is null` },
];
/** All questions at once: one way to the database. */
export const ALL = SERVICE_INVARIANTS.map(
  ({ sql }, index) =>
    `select ${index} as number, (select count(*) from (${sql}) each)::int as rows, (select row_to_json(each) from (${sql}) each limit 1) as first`,
).join('\nunion all\n');
