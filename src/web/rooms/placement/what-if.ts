import { PROCEDURES } from '#kernel/codes.ts';
import type { Criteria, FitAnswer } from '#rooms/placement/contract.ts';
import { without } from './form.ts';
import type { Wording } from './note.ts';

/** One thing the caller could give up, what it would bring, and the request as it would be. */
export interface Relief {
  key: string;
  label: string;
  gain: number;
  apply: (criteria: Criteria) => Criteria;
}

type Step = FitAnswer['relaxations']['single'][number]['steps'][number];
type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;
const SHOWN = 6;

/** Each relaxation alone with its best steps, then pairs where they bring what nothing alone brings. Most first. */
export function reliefsOf({ relaxations }: FitAnswer, wording: Wording): Relief[] {
  const { w } = wording;
  const alone = [...relaxations.single, ...relaxations.further].flatMap((one) =>
    stepsOf(one.criteria[0] ?? '', one.steps, one.places, wording),
  );
  const video = relaxations.video;
  if (video && !alone.some(({ key }) => key === 'H10.video'))
    alone.push({ key: 'video', label: w.whatIf.video, gain: video.places, apply: acceptVideo });
  alone.sort((one, other) => other.gain - one.gain);
  const pairs = relaxations.pairs.map((pair) => ({
    key: pair.criteria.join('+'),
    label: pair.criteria.map((id) => w.whatIf.whole[id] ?? id).join(w.whatIf.and),
    gain: pair.places,
    apply: (criteria: Criteria) => pair.criteria.reduce((now, id) => wholly(id)(now), criteria),
  }));
  // Two changes at once are asked of nobody while one would do.
  const room = Math.max(relaxations.hints ? 2 : 0, SHOWN - alone.length);
  return [...alone.slice(0, SHOWN), ...pairs.slice(0, Math.min(room, 3))];
}

const acceptVideo = (criteria: Criteria): Criteria => ({ ...criteria, modalities: ['in-person', 'video'] });

function stepsOf(id: string, steps: readonly Step[], places: number, { w, c, f }: Wording): Relief[] {
  const relief = (key: string, label: string, gain: number, apply: Relief['apply']): Relief => ({
    key: `${id}.${key}`,
    label,
    gain,
    apply,
  });
  switch (id) {
    case 'H6': {
      const settings = steps.map(({ facts }) => facts.setting);
      const label = settings.every((one) => one === 'group')
        ? w.whatIf.group
        : settings.every((one) => one === 'single')
          ? w.whatIf.single
          : w.whatIf.anySetting;
      return [relief('setting', label, places, wholly('H6'))];
    }
    case 'H7':
      return steps.slice(0, 2).flatMap(({ facts, places: gain }) => {
        const procedure = PROCEDURES.find((one) => one === facts.procedure);
        if (!procedure) return [];
        const label = w.whatIf.procedure(c.procedureShort[procedure]);
        return [relief(procedure, label, gain, (now) => ({ ...now, procedureWish: [...(now.procedureWish ?? []), procedure] }))];
      });
    case 'H8':
      return [relief('interpreter', w.whatIf.interpreter, places, wholly('H8'))];
    case 'H10':
      return steps.slice(0, 1).map(({ facts, places: gain }) => {
        const video = facts.modality === 'video';
        return relief(video ? 'video' : 'in-person', video ? w.whatIf.video : w.whatIf.inPerson, gain, acceptVideo);
      });
    case 'H11':
      return steps.slice(0, 2).map(({ facts, places: gain }) => {
        const window = { weekday: Number(facts.weekday) as Weekday, from: String(facts.from), to: String(facts.to) };
        const label = w.whatIf.window(f.weekdayShort(window.weekday), window.from, window.to);
        return relief(`${window.weekday}${window.from}`, label, gain, (now) => ({ ...now, windows: [...(now.windows ?? []), window] }));
      });
    case 'H12':
      return [steps[0], steps.length > 1 ? steps.at(-1) : undefined].flatMap((step) => {
        if (!step) return [];
        const minutes = Number(step.facts.minutes);
        return [relief(String(minutes), w.whatIf.way(minutes), step.places, (now) => ({ ...now, maxTravelMinutes: minutes }))];
      });
    case 'H13':
      return [relief('gender', w.whatIf.gender, places, wholly('H13'))];
    case 'H15':
      return steps.slice(0, 1).map(({ facts, places: gain }) => {
        const on = String(facts.on);
        return relief('start', w.whatIf.start(f.date(on)), gain, (now) => ({ ...now, startDeadline: on }));
      });
    default:
      return [];
  }
}

/** The criterion given up entirely. */
function wholly(id: string): (criteria: Criteria) => Criteria {
  switch (id) {
    case 'H6':
      return (now) => ({ ...now, setting: 'either' });
    case 'H7':
      return (now) => without(now, 'procedureMust');
    case 'H8':
      return (now) => ({ ...now, interpreterAccepted: true });
    case 'H10':
      return acceptVideo;
    case 'H11':
      return (now) => without(now, 'windows');
    case 'H12':
      return (now) => without(now, 'maxTravelMinutes');
    case 'H13':
      return (now) => without(now, 'genderMust');
    case 'H15':
      return (now) => without(now, 'startDeadline');
    default:
      return (now) => now;
  }
}
