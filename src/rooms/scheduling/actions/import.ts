import type { z } from 'zod';
import { type MODALITIES, SLOT_KINDS } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import { BERLIN, berlinInstant } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { ByWord, choiceOf, choicesOf, dayOf, sameWord, textOf, timeOf, wholeOf } from '#platform/imports/cells.ts';
import type { Mapping, RowOf } from '#platform/imports/columns.ts';
import { confirmImport, type ImportKind, type Planned, previewImport, undoImport } from '#platform/imports/run.ts';
import type { Faults } from '#platform/imports/table.ts';
import type { Permit } from '#platform/permit.ts';
import { roomsOf } from '#rooms/directory/actions/where.ts';
import type { importConfirmation, importUpload } from '#rooms/directory/contract.ts';
import { SCHEDULING_EVENTS } from '../events.ts';
import { stepSlot } from '../rules/slot.ts';
import { appendSlots, isAbsent, lockSlot, selectSlots, updateSlot } from '../store.ts';
import { isOwn, partiesOf } from './own.ts';

const kinds = (words: Partial<Record<(typeof SLOT_KINDS)[number], readonly string[]>>) =>
  Object.fromEntries(SLOT_KINDS.map((code) => [code, words[code] ?? []])) as Record<(typeof SLOT_KINDS)[number], readonly string[]>;

export const SLOT_FIELDS = {
  practitioner: { headings: ['Therapeut', 'Therapeutin', 'Name', 'Kollegin', 'Kollege', 'E-Mail'], required: true, read: textOf(254) },
  day: { headings: ['Datum', 'Tag', 'Date', 'Day'], required: true, read: dayOf },
  from: { headings: ['Beginn', 'Von', 'Uhrzeit', 'Zeit', 'Start'], required: true, read: timeOf },
  to: { headings: ['Ende', 'Bis', 'End'], read: timeOf },
  minutes: { headings: ['Dauer', 'Minuten', 'Minutes'], read: wholeOf(15, 240) },
  kinds: {
    headings: ['Art', 'Terminart', 'Kind'],
    read: choicesOf(
      kinds({
        CONSULT: ['Sprechstunde', 'Erstgespräch'],
        ACUTE: ['Akutbehandlung', 'Akut'],
        TRIAL: ['Probatorik', 'Probatorische Sitzung', 'Probesitzung'],
        THERAPY: ['Therapie', 'Therapiesitzung'],
        GROUP: ['Gruppe', 'Gruppensitzung'],
      }),
    ),
  },
  modality: {
    headings: ['Modalität', 'Vor Ort oder Video'],
    read: choiceOf<(typeof MODALITIES)[number]>({ 'in-person': ['Praxis', 'vor Ort', 'Präsenz'], video: ['Video', 'online'] }),
  },
  location: { headings: ['Raum', 'Standort', 'Adresse', 'Location'], read: textOf(200) },
} as const;
type Row = RowOf<typeof SLOT_FIELDS>;

interface SlotPlan extends Planned {
  practitionerId: string;
  locationId: string | null;
  start: Temporal.Instant;
  end: Temporal.Instant;
  kinds: string[];
  modality: (typeof MODALITIES)[number];
}

const GROUP_MINUTES = 100;
const SINGLE_MINUTES = 50;

const slotImport: ImportKind<typeof SLOT_FIELDS, SlotPlan> = {
  kind: 'appointments',
  fields: SLOT_FIELDS,
  async plan(call, rows, faults, mapping) {
    const owners = await roomsOf(call);
    const byWord = new ByWord<(typeof owners)[number]>();
    for (const one of owners) byWord.add(one, one.name, one.email, one.title && `${one.title} ${one.name}`);
    const plan: SlotPlan[] = [];
    for (const { row, values } of rows) {
      const wanted = values.practitioner ?? '';
      const named = byWord.find(wanted);
      const [owner] = named;
      if (!owner || named.length > 1) {
        faults.add(row, owner ? 'reference-ambiguous' : 'reference', headingOf(mapping, 'practitioner'));
        continue;
      }
      const one = await planOf(call, owner, row, values, faults, mapping);
      if (!one) continue;
      const clash = plan.find(
        (other) =>
          other.practitionerId === one.practitionerId &&
          Temporal.Instant.compare(other.start, one.end) < 0 &&
          Temporal.Instant.compare(one.start, other.end) < 0,
      );
      if (clash) faults.add(row, 'overlap-in-file', headingOf(mapping, 'from'), String(clash.row));
      else plan.push(one);
    }
    return plan;
  },
  async carryOut(call, { practitionerId, locationId, start, end, kinds: wanted, modality, row }) {
    const decided = stepSlot('none', 'publish', partiesOf(call), {
      now: call.now,
      start,
      ofActor: isOwn(call, practitionerId),
      overlapsOther: false, // the database's to say, below
    });
    if (!decided.ok) throw new Refusal(decided.because, { facts: { row } });
    const id = call.newId();
    const stands = await appendSlots(call.tx, [
      {
        id,
        practitioner_id: practitionerId,
        location_id: locationId,
        place_id: null,
        kinds: wanted,
        modality,
        starts_at: start,
        ends_at: end,
        created_at: call.now,
      },
    ]);
    if (!stands.has(id)) throw new Refusal('import-changed');
    await record(call, { action: SCHEDULING_EVENTS.slotPublished, kind: 'C', object: ['slot', id], data: { practitionerId } });
    return [{ objectKind: 'slot', objectId: id, did: 'made', version: 1 }];
  },
};

const headingOf = (mapping: Mapping, field: string) => Object.entries(mapping).find(([, filled]) => filled === field)?.[0] ?? field;

type Owner = Awaited<ReturnType<typeof roomsOf>>[number];

async function planOf(call: Call, owner: Owner, row: number, values: Row, faults: Faults, mapping: Mapping): Promise<SlotPlan | undefined> {
  const { day, from } = values;
  if (!day || !from) return undefined;
  const wanted = values.kinds ?? ['CONSULT'];
  const modality = values.modality ?? 'in-person';
  const room = owner.rooms.find(({ names }) => names.some((name) => sameWord(name, values.location ?? '')));
  const location = values.location === undefined && owner.rooms.length === 1 ? owner.rooms[0] : room;
  if (!location && modality === 'in-person') {
    faults.add(row, values.location ? 'location-unknown' : 'location-needed', headingOf(mapping, 'location'));
    return undefined;
  }
  const start = berlinInstant(day, from);
  // The spring night has no 2:30; nobody means 3:30 by it.
  if (!start.toZonedDateTimeISO(BERLIN).toPlainTime().equals(from)) {
    faults.add(row, 'time-does-not-exist', headingOf(mapping, 'from'));
    return undefined;
  }
  const usual = wanted.includes('GROUP') ? GROUP_MINUTES : SINGLE_MINUTES;
  const end = values.to ? berlinInstant(day, values.to) : start.add({ minutes: values.minutes ?? usual });
  const minutes = start.until(end).total('minutes');
  if (minutes < 15 || minutes > 240) {
    faults.add(row, 'range', headingOf(mapping, values.to ? 'to' : 'minutes'), '15–240');
    return undefined;
  }
  if (Temporal.Instant.compare(start, call.now) <= 0) {
    faults.add(row, 'slot-in-past', headingOf(mapping, 'day'));
    return undefined;
  }
  if (await isAbsent(call.tx, owner.id, { start, end })) {
    faults.add(row, 'helper-absent', headingOf(mapping, 'day'));
    return undefined;
  }
  const [standing] = await selectSlots(call.tx, owner.id, { start, end });
  const label = `${owner.name}, ${start.toZonedDateTimeISO(BERLIN).toPlainDateTime().toString().slice(0, 16).replace('T', ' ')}`;
  const base = { row, label, practitionerId: owner.id, locationId: location?.id ?? null, start, end, kinds: wanted, modality };
  if (!standing) return { ...base, verdict: 'make' };
  if (standing.starts_at.equals(start) && standing.ends_at.equals(end))
    return { ...base, verdict: 'same', existing: { id: standing.id, version: standing.version } };
  faults.add(row, 'overlap', headingOf(mapping, 'from'));
  return undefined;
}

export function previewSlots(call: Call, _permit: Permit<'imports.run'>, upload: z.output<typeof importUpload>) {
  return previewImport(call, slotImport as unknown as ImportKind, upload);
}

export function confirmSlots(call: Call, _permit: Permit<'imports.run'>, upload: z.output<typeof importConfirmation>) {
  return confirmImport(call, slotImport as unknown as ImportKind, upload);
}

export function undoSlots(call: Call, _permit: Permit<'imports.run'>, id: string) {
  return undoImport(call, 'appointments', id, async (item) => {
    const slot = await lockSlot(call.tx, item.objectId);
    if (!slot || slot.state === 'withdrawn' || slot.state === 'expired') return undefined;
    if (slot.state !== 'free') return 'in-use';
    await updateSlot(call.tx, slot, { state: 'withdrawn', reason: 'import-undone' });
    await record(call, {
      action: SCHEDULING_EVENTS.slotWithdrawn,
      kind: 'U',
      object: ['slot', slot.id],
      data: { practitionerId: slot.practitioner_id },
      reason: 'import-undone',
    });
    return undefined;
  });
}
