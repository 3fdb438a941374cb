/**
 * What this room writes into the log and rooms to the right may react to. Ids and codes only; all of an emergency:
 * ['emergency', id], personId, data { level, drill, requestId, raisedBy }.
 */
export const CRISIS_EVENTS = {
  /** also data { from, for: accounts that are alarmed } */
  raised: 'crisis.emergency.raised',
  /** also data { seconds, withinDeadline }: since it was raised, and whether before the first deadline */
  acknowledged: 'crisis.emergency.acknowledged',
  /** EM3: also data { escalation, to, for } */
  escalated: 'crisis.emergency.escalated',
  /** somebody was alarmed besides the clock: also data { to, for } */
  alarmed: 'crisis.emergency.alarmed',
  inContact: 'crisis.emergency.in-contact',
  /** also data { from, highest } */
  levelChanged: 'crisis.emergency.level-changed',
  /** also data { to, bookingMayContinue } */
  handedOver: 'crisis.emergency.handed-over',
  /** also data { because, highest, bookingMayContinue } */
  closed: 'crisis.emergency.closed',
  /** A line was added to the protocol: also data { kind } */
  noted: 'crisis.emergency.noted',
  reviewed: 'crisis.emergency.reviewed',
  /** The script was asked to its end and nothing was found: ['request', id], data { level: 'GREEN', scriptVersion } */
  asked: 'crisis.script.asked',
  /** ['script', id], data { scriptVersion } */
  drafted: 'crisis.script.drafted',
  saved: 'crisis.script.saved',
  signed: 'crisis.script.signed',
  withdrawn: 'crisis.script.withdrawn',
} as const;
