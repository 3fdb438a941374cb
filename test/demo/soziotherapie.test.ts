import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCast } from '#test/cast/cast.ts';
import { loadFewPostalCodes } from '#test/cast/practice.ts';
import { type Stage, setStage } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { loadShippedData } from '../../src/doors/command.ts';
import { type Built, buildSoziotherapie } from './soziotherapie/build.ts';

describe('The practice of the demo', async () => {
  const database = await freshDatabase();
  let stage: Stage;
  let built: Built;
  beforeAll(async () => {
    stage = await setStage(database, { at: Temporal.Instant.from('2026-11-22T09:00:00Z') });
    const cast = await openCast(stage.world);
    await loadFewPostalCodes(cast);
    await loadShippedData(stage.world);
    built = await buildSoziotherapie(cast, stage.admin, stage.clock.now);
  });
  afterAll(() => stage.close());

  test('has six helpers and eighty clients in every state, and stays what the rules count', async () => {
    expect(built.practice.practitionerIds).toHaveLength(6);
    expect(built.clients).toHaveLength(80);
    // the building itself recounts everybody with the actions and ends in an error where anything differs
    const states = await stage.look<{ state: string; people: number }>(
      'select state, count(*)::int as people from soziotherapie.episode group by 1 order by 1',
    );
    expect(states.map(({ state }) => state).sort()).toEqual([
      'ACTIVE',
      'CLOSED',
      'EXHAUSTED',
      'GAP',
      'INQUIRY',
      'IN_APPLICATION',
      'PAUSED',
      'REFERRED',
      'TRIAL',
    ]);
    for (const { told, episodeId } of built.clients) {
      const [row] = await stage.look<{ state: string }>('select state from soziotherapie.episode where id = $1', episodeId);
      expect([told.family, row?.state]).toEqual([told.family, told.state]);
    }
  });

  test('shows what a recount shows: windows and prescriptions hold exactly the sum of their ledger', async () => {
    const off = await stage.look(
      `select w.id from soziotherapie.contingent_window w where used_minutes <> (select coalesce(sum(e.minutes), 0) from soziotherapie.ledger_entry e where e.person_id = w.person_id and e.day between w.start_on and w.end_on)
       union all select p.id from soziotherapie.prescription p where used_parts <> (select coalesce(sum(e.parts), 0) from soziotherapie.ledger_entry e where e.prescription_id = p.id)`,
    );
    expect(off).toEqual([]);
  });

  test('has visits today for everybody who accompanies, and no unit without cover but where the story says so', async () => {
    const today = await stage.look<{ visits: number }>(
      "select count(*)::int as visits from soziotherapie.session where day = '2026-11-22' and state = 'PLANNED' group by practitioner_id",
    );
    expect(today.map(({ visits }) => visits >= 4)).toEqual(Array(6).fill(true));
    const open = await stage.look<{ family_name: string; because: string; minutes: number }>(
      "select p.family_name, s.because, sum(s.minutes)::int as minutes from soziotherapie.session_part s join people.person p on p.id = s.person_id where s.status = 'UNCOVERED' group by 1, 2 order by 1, 2",
    );
    expect(open).toEqual([]);
  });

  test('has invoiced two months, with numbers that leave no gap, and the last month waits for its office', async () => {
    const invoices = await stage.look<{ month: string; number: string | null; state: string }>(
      "select month, number, state from billing.invoice where kind = 'invoice' order by number",
    );
    expect(new Set(invoices.map(({ month }) => month))).toEqual(new Set(['2026-08', '2026-09']));
    expect(invoices.map(({ state }) => state).sort()).toEqual(expect.arrayContaining(['PAID', 'SENT', 'SHORTENED']));
    const numbers = invoices.map(({ number }) => Number(number?.split('-').at(-1)));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    const [{ waiting } = { waiting: 0 }] = await stage.look<{ waiting: number }>(
      "select count(*)::int as waiting from soziotherapie.session where state = 'SIGNED' and day between '2026-10-01' and '2026-10-31'",
    );
    expect(waiting).toBeGreaterThan(50);
  });
});
