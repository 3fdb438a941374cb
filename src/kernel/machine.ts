import type { Role } from './codes.ts';
import { type Decision, no, yes } from './decision.ts';

/** Who may cause a transition: a signed-in role, a timer or reaction of ours, the public web form, the client, who acts for the client, or a partner by a link. */
export type Party = Role | 'system' | 'web' | 'client' | 'guardian' | 'partner';

/**
 * One printed row of a life cycle, as data. `needs` are the codes with which it refuses; `effects` are carried out by the action;
 * `when` chooses between rows of the same event and never refuses, so the last of them has none.
 */
export interface Row<State extends string, Event extends string, Need extends string, Effect extends string, Facts> {
  /** The rule book's name of the row: "SL2". */
  id: string;
  event: Event;
  to: State;
  who: readonly Party[];
  when?: (facts: Facts) => boolean;
  needs?: readonly Need[];
  effects?: readonly Effect[];
}

/** A life cycle: its rows by the state they start from, the checks behind the needs, and the words for what is not listed. */
export interface Machine<
  State extends string,
  Event extends string,
  Need extends string,
  Effect extends string,
  Facts,
  Code extends string,
> {
  table: Readonly<Record<State, readonly Row<State, Event, Need, Effect, Facts>[]>>;
  /** True where the need holds. A fact that is missing never holds. */
  checks: Readonly<Record<Need, (facts: Facts) => boolean>>;
  /** The refusal in a state whose list does not hold the event. */
  unlisted: Readonly<Record<State, Code>>;
  /** The refusal when the row exists, but for other parties. */
  notForRole: Code;
}

/** What a step answers: the next state, what must be done with it in the same transaction, and the row's name. */
export interface Step<State extends string, Effect extends string> {
  id: string;
  to: State;
  effects: readonly Effect[];
}

/**
 * Asks a life cycle for one step. Rows of the same event are tried in the order of the table; the first whose party and needs hold
 * wins, otherwise the first need that failed speaks. Whatever is not listed is refused (rule book A.3, conventions).
 * @param parties all roles of who acts; one that may is enough
 */
export function step<State extends string, Event extends string, Need extends string, Effect extends string, Facts, Code extends string>(
  machine: Machine<State, Event, Need, Effect, Facts, Code>,
  state: State,
  event: Event,
  parties: Party | readonly Party[],
  facts: Facts,
): Decision<Step<State, Effect>, Need | Code> {
  const listed = machine.table[state].filter((row) => row.event === event);
  if (listed.length === 0) return no(machine.unlisted[state]);
  const acting: readonly Party[] = typeof parties === 'string' ? [parties] : parties;
  let first: Need | undefined;
  for (const row of listed.filter(({ who }) => who.some((party) => acting.includes(party)))) {
    if (row.when !== undefined && !row.when(facts)) continue;
    const failed = row.needs?.find((need) => !machine.checks[need](facts));
    if (failed === undefined) return yes({ id: row.id, to: row.to, effects: row.effects ?? [] });
    first ??= failed;
  }
  return no(first ?? machine.notForRole);
}

/** The events that a party may find listed from a state, whatever the facts are: for the `next` of a refusal and for buttons. */
export function listedEvents<
  State extends string,
  Event extends string,
  Need extends string,
  Effect extends string,
  Facts,
  Code extends string,
>(machine: Machine<State, Event, Need, Effect, Facts, Code>, state: State, parties: readonly Party[]): Event[] {
  const rows = machine.table[state].filter(({ who }) => who.some((party) => parties.includes(party)));
  return [...new Set(rows.map((row) => row.event))];
}
