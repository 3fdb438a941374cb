import { LANGUAGE_LEVELS } from '#kernel/codes.ts';
import type { Line, Note } from './explain.ts';
import { bestCommonLevel, commonWindows, daysToStart, startsOn } from './hard.ts';
import type { Judged, Judgement } from './judge.ts';
import type { SoftId } from './rule.ts';
import { NOT_APPLICABLE, pointsOf, VALUES } from './soft.ts';
import { similarity, type WishedProfile } from './wished.ts';

/** The line of a soft criterion, or undefined where it does not apply. */
export function softLine(id: SoftId, { request, similarTo }: Judged, one: Judgement): Line | undefined {
  const { offer, relation } = one;
  const max = request.rule.weights[id];
  if (id === 'S9') {
    if (similarTo === undefined) return undefined;
    const { reached, parts } = similarity(request.rule, offer.place, offer.focus, similarTo);
    return line(id, max, reached, parts, similarNote(request.rule, one, similarTo, startsOn(request, offer)));
  }
  const reached = VALUES[id](request, offer, relation, commonWindows(request, offer));
  return reached === NOT_APPLICABLE ? undefined : line(id, max, reached, request.unit, NOTES[id](request, one));
}

/** Keys of notes that say: the place does not say. */
const NOT_STATED = 'not-stated';

function line(id: SoftId, max: number, reached: number, parts: number, note: Note): Line {
  const verdict = note.key === NOT_STATED ? 'unknown' : reached === parts ? 'yes' : reached === 0 ? 'no' : 'partly';
  return { id, label: `fit.${id}`, verdict, points: pointsOf(max, reached, parts), max, note };
}

const say = (key: string, facts: Note['facts'] = {}): Note => ({ key, facts });

const NOTES: Record<Exclude<SoftId, 'S9'>, (request: Judged['request'], one: Judgement) => Note> = {
  S1: (request, { offer: { place } }) => {
    const levels = request.problems.map((code) => place.specialities[code] ?? 'not-stated');
    const facts = { problems: [...request.problems], levels };
    return levels.every((level) => level === 'not-stated') ? say(NOT_STATED, facts) : say('specialities', facts);
  },
  S2: (request, { offer: { place } }) => {
    const facts = {
      wished: [...request.wish],
      procedure: place.procedure ?? null,
      from: request.request.procedureWish?.length ? 'wish' : 'ptv11',
    };
    if (place.procedure === undefined) return say(NOT_STATED, facts);
    return say(request.wish.includes(place.procedure) ? 'procedure-wish-met' : 'procedure-wish-not-met', facts);
  },
  S3: (request, { offer }) => say('starts', { on: startsOn(request, offer), days: daysToStart(request, offer) }),
  S4: (request, { offer }) => say('common-windows', { count: commonWindows(request, offer) }),
  S5: (_request, { relation }) =>
    relation.travelMinutes === undefined
      ? say(NOT_STATED)
      : say('travel', { minutes: relation.travelMinutes, kilometres: relation.travelKilometres ?? null }),
  S6: (request, { offer }) => {
    const best = bestCommonLevel(request, offer);
    if (best < request.treatableRank) return say('interpreter');
    const languages = (request.languages ?? []).filter((language) => offer.levels.get(language) === best);
    return say('language', { languages, level: LANGUAGE_LEVELS[best] ?? null });
  },
  S7: ({ request }, { offer: { place } }) => {
    const facts = { wished: request.genderWish ?? null, gender: place.gender ?? null };
    if (place.gender === undefined) return say(NOT_STATED, facts);
    return say(place.gender === request.genderWish ? 'gender-wish-met' : 'gender-wish-not-met', facts);
  },
  S8: ({ request }, { offer: { place } }) => {
    const met = request.modalityWish !== undefined && place.modalities.includes(request.modalityWish);
    return say(met ? 'modality-wish-met' : 'modality-wish-not-met', {
      wished: request.modalityWish ?? null,
      offered: [...place.modalities],
    });
  },
};

function similarNote(rule: Judged['request']['rule'], one: Judgement, profile: WishedProfile, from: string): Note {
  const { sameProcedure, sameGender, shared } = similarity(rule, one.offer.place, one.offer.focus, profile);
  return say('similar', { wished: profile.practitionerId, sameProcedure, sameGender, shared: [...shared], from });
}
