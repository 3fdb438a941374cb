import { type Decision, no, yes } from '#kernel/decision.ts';

/** One segment: its tag, and its elements, each a list of components ("ftam.gkvi.de:5000" is one component where ":" is released). */
export interface Segment {
  tag: string;
  elements: readonly (readonly string[])[];
  /** From 1, as counted in the file; for the answer. */
  at: number;
}

export type EdifactFault = 'edifact-empty' | 'edifact-foreign' | 'edifact-cut-off' | 'edifact-broken';

interface Signs {
  component: string;
  element: string;
  decimal: string;
  release: string;
  end: string;
}

/** What holds where no UNA says otherwise (§ 302 SGB V, Technische Anlage 1; ISO 9735). */
const USUAL: Signs = { component: ':', element: '+', decimal: ',', release: '?', end: "'" };
const MOST_SEGMENTS = 200_000;

function signsOf(text: string): { signs: Signs; from: number } {
  if (!text.startsWith('UNA') || text.length < 9) return { signs: USUAL, from: 0 };
  const [component = '', element = '', decimal = '', release = '', , end = ''] = text.slice(3, 9);
  return { signs: { component, element, decimal, release, end }, from: 9 };
}

/**
 * Reads an EDIFACT text into its segments, with the signs that UNA names where there is one. A released sign stands for itself.
 * A last segment without its end is a file that was cut off; anything that does not begin with a tag of three letters is no EDIFACT.
 */
export function readSegments(text: string): Decision<{ segments: Segment[]; decimal: string }, EdifactFault> {
  const trimmed = text.replace(/^\uFEFF/, '').trimStart();
  if (trimmed === '') return no('edifact-empty');
  if (!/^(UNA|UNB)/.test(trimmed)) return no('edifact-foreign');
  const { signs, from } = signsOf(trimmed);
  const segments: Segment[] = [];
  let [elements, components, word, started]: [string[][], string[], string, boolean] = [[], [], '', false];
  for (let at = from; at < trimmed.length; at += 1) {
    const sign = trimmed.charAt(at);
    if (!started && /\s/.test(sign)) continue; // line breaks between segments
    started = true;
    if (sign === signs.release) {
      if (at + 1 >= trimmed.length) return no('edifact-cut-off');
      at += 1;
      word += trimmed.charAt(at);
    } else if (sign === signs.component) {
      components.push(word);
      word = '';
    } else if (sign === signs.element) {
      elements.push([...components, word]);
      [components, word] = [[], ''];
    } else if (sign === signs.end) {
      elements.push([...components, word]);
      const tag = elements[0]?.[0] ?? '';
      if (!/^[A-Z]{3}$/.test(tag) || segments.length >= MOST_SEGMENTS) return no('edifact-broken');
      segments.push({ tag, elements: elements.slice(1), at: segments.length + 1 });
      [elements, components, word, started] = [[], [], '', false];
    } else if (sign !== '\r' && sign !== '\n') word += sign;
  }
  if (started) return no('edifact-cut-off');
  return segments.length === 0 ? no('edifact-empty') : yes({ segments, decimal: signs.decimal });
}

/** An element's whole text; "" where it is not there. */
export function element(segment: Segment, index: number): string {
  return (segment.elements[index] ?? []).join(':').trim();
}

/** One component of an element; "" where it is not there. */
export function component(segment: Segment, index: number, part: number): string {
  return (segment.elements[index]?.[part] ?? '').trim();
}

/** A number with the file's own decimal sign, "1234,5"; undefined where it is none. */
export function decimalOf(text: string, sign = ','): number | undefined {
  if (sign !== '.' && text.includes('.')) return undefined;
  const plain = text.replace(sign, '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}
