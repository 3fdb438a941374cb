import { LANGUAGE_LEVELS } from '#kernel/codes.ts';
import type { Note } from './explain.ts';
import {
  ageAtFirst,
  availability,
  bestCommonLevel,
  byVideo,
  commonWindows,
  firstDay,
  hasSetting,
  startsOn,
  withInterpreter,
} from './hard.ts';
import { firstSlotFor, type PreparedOffer, type PreparedRequest, sessionMinutes, spansAsOf } from './prepare.ts';
import type { FitRelation, HardId } from './types.ts';
import { commonSpans, windowsOf } from './windows.ts';

export interface HardLineInput {
  request: PreparedRequest;
  offer: PreparedOffer;
  relation: FitRelation;
}

type Answer = 'yes' | 'no' | 'clarify';
type Write = (input: HardLineInput, answer: Answer) => Note;

const say = (key: string, facts: Note['facts'] = {}): Note => ({ key, facts });
const NOT_ASKED = say('not-asked');
const NOT_DEMANDED = say('not-demanded');

/** The note of a hard criterion that was answered yes, no or clarify. */
export function hardNote(id: HardId, answer: Answer, input: HardLineInput): Note {
  return NOTES[id](input, answer);
}

const NOTES: Record<HardId, Write> = {
  H1: ({ request, offer, relation }) => {
    const { place, confirmed } = offer;
    const { key } = availability(request, offer, relation);
    const facts = { state: place.state, confirmedOn: confirmed?.iso ?? null };
    if (key === 'ending') return say(key, { ...facts, from: offer.start.iso });
    if (key === 'paused-until') return say(key, { until: place.pauseUntil ?? null });
    if (key === 'stale') return say(key, { ...facts, days: request.today.number - (confirmed?.number ?? 0) });
    return say(key, facts);
  },
  H2: ({ request, offer }, answer) => {
    const facts = { kind: offer.place.kind, wanted: [...request.kinds], first: request.nextKind.kind };
    if (answer === 'no') return say('other-kind', facts);
    if (answer === 'clarify') return say(request.nextKind.kind === 'ACUTE' ? 'acute-first' : 'no-first-slot', facts);
    const slot = firstSlotFor(request, offer);
    return slot ? say('first-slot', { ...facts, start: slot.start }) : say('kind-fits', facts);
  },
  H3: ({ request, offer }, answer) => {
    const age = ageAtFirst(request, offer);
    if (age === undefined) return NOT_ASKED;
    const { ageMin, ageMax } = offer.place;
    return say(answer === 'yes' ? 'age-fits' : 'age-outside', { age, on: firstDay(request, offer).iso, ageMin, ageMax: ageMax ?? null });
  },
  H4: ({ request, offer }, answer) => {
    const { insurance } = request.request;
    if (insurance === undefined) return NOT_ASKED;
    return say(answer === 'yes' ? 'payer-accepted' : 'payer-not-accepted', { insurance, accepted: [...offer.place.insuranceKinds] });
  },
  H5: (_input, answer) => say(answer === 'yes' ? 'suits' : 'confidential'), // never a code, never a hint
  H6: ({ request, offer }, answer) => {
    const { setting } = request.request;
    if (setting === undefined) return NOT_ASKED;
    if (setting === 'either' || !hasSetting(offer)) return NOT_DEMANDED;
    return say(answer === 'yes' ? 'setting-fits' : 'other-setting', { wanted: setting, setting: offer.place.setting });
  },
  H7: ({ request, offer }, answer) => {
    if (request.must.length === 0) return NOT_DEMANDED;
    return say(answer === 'yes' ? 'procedure-fits' : 'other-procedure', {
      wanted: [...request.must],
      procedure: offer.place.procedure ?? null,
    });
  },
  H8: ({ request, offer }) => {
    if (request.languages === undefined) return NOT_ASKED;
    const languages = [...new Set(request.languages)];
    const best = bestCommonLevel(request, offer);
    if (best >= request.treatableRank) {
      const spoken = languages.filter((language) => offer.levels.get(language) === best);
      return say('common-language', { languages: spoken, level: LANGUAGE_LEVELS[best] ?? null });
    }
    if (withInterpreter(request, offer)) return say('interpreter', { languages });
    return say('no-common-language', { languages, interpreterWelcome: offer.place.interpreterWelcome });
  },
  H9: ({ request, offer }, answer) => {
    const needs = request.request.accessNeeds;
    if (needs === undefined) return NOT_ASKED;
    if (needs.length === 0) return NOT_DEMANDED;
    if (byVideo(request, offer)) return say('by-video', { features: [...needs] });
    if (answer === 'yes') return say('features-there', { features: [...needs] });
    const wanted = answer === 'no' ? 'no' : 'unknown';
    const features = needs.filter((need) => (offer.place.access[need] ?? 'unknown') === wanted);
    return say(answer === 'no' ? 'feature-missing' : 'feature-unknown', { features });
  },
  H10: ({ request, offer }, answer) => {
    const asked = request.request.modalities;
    if (asked === undefined || asked.length === 0) return NOT_ASKED;
    const common = offer.place.modalities.filter((modality) => asked.includes(modality));
    return say(answer === 'yes' ? 'modality-fits' : 'other-modality', { common, offered: [...offer.place.modalities] });
  },
  H11: ({ request, offer }) => {
    if (request.spans === undefined) return NOT_ASKED;
    const minutes = sessionMinutes(offer.place.kind, request.rule);
    const offered = spansAsOf(offer, request.today.iso);
    const common = commonSpans(request.spans, offered, minutes);
    if (common.length > 0) return say('common-windows', { count: commonWindows(request, offer), minutes, windows: windowsOf(common) });
    return say('no-common-window', { minutes, offered: windowsOf(offered) });
  },
  H12: ({ request, offer, relation }, answer) => {
    const { maxTravelMinutes, placeKnown } = request.request;
    if (maxTravelMinutes === undefined) return NOT_DEMANDED;
    if (!placeKnown) return say('caller-place-unknown');
    const facts = { max: maxTravelMinutes, minutes: relation.travelMinutes ?? null, kilometres: relation.travelKilometres ?? null };
    if (byVideo(request, offer)) return say('by-video', facts);
    if (answer === 'clarify') return say('travel-unknown', facts);
    return say(answer === 'yes' ? 'near-enough' : 'too-far', facts);
  },
  H13: ({ request, offer }, answer) => {
    const { genderWish, genderMust } = request.request;
    if (genderWish === undefined || genderMust !== true) return NOT_DEMANDED;
    const facts = { wanted: genderWish, gender: offer.place.gender ?? null };
    if (answer === 'clarify') return say('gender-not-stated', facts);
    return say(answer === 'yes' ? 'gender-fits' : 'other-gender', facts);
  },
  H14: (_input, answer) => say(answer === 'yes' ? 'pair-free' : 'pair-blocked'),
  H15: ({ request, offer }, answer) => {
    if (request.deadline === undefined) return NOT_DEMANDED;
    return say(answer === 'yes' ? 'in-time' : 'too-late', { start: startsOn(request, offer), deadline: request.deadline.iso });
  },
};
