import { useEffect, useRef } from 'react';

/** What the server says when something changed: ids and codes, never texts. The page reads again what it shows. */
export interface LiveMessage {
  topic: string;
  sequence?: number;
  /** The sequence before, so that a hole is noticed. */
  previous?: number;
  [key: string]: unknown;
}

/** A gap: messages may have been missed (the line has just opened, or a hole in the sequence): read everything again. */
export type LiveNews = LiveMessage | { topic: 'gap' };

interface Listener {
  topics: readonly string[];
  hear: (news: LiveNews) => void;
}

const listeners = new Set<Listener>();
let source: EventSource | null = null;
let last: number | null = null;

const tellAll = (news: LiveNews) => {
  for (const listener of listeners)
    if (news.topic === 'gap' || listener.topics.some((topic) => covers(topic, news.topic))) listener.hear(news);
};

/** "placement" covers "placement.offer". */
const covers = (wanted: string, topic: string) => topic === wanted || topic.startsWith(`${wanted}.`);

/** Notes a message; true where messages before it are missing. */
export function missesSome(before: number | null, message: Pick<LiveMessage, 'previous'>): boolean {
  return before !== null && message.previous !== undefined && message.previous !== before;
}

function open() {
  source = new EventSource('/api/live');
  source.onopen = () => {
    // What changed after a page had read and before its line stood was told to nobody here.
    tellAll({ topic: 'gap' });
  };
  source.onerror = () => {
    // The browser gives up after an answer such as 401 or 503; then we try again ourselves.
    if (source?.readyState === EventSource.CLOSED) {
      source = null;
      setTimeout(() => listeners.size > 0 && !source && open(), 3_000 + Math.random() * 2_000);
    }
  };
  source.onmessage = (event: MessageEvent<string>) => {
    const message: LiveMessage = JSON.parse(event.data);
    const gap = missesSome(last, message);
    last = message.sequence ?? last;
    tellAll(gap ? { topic: 'gap' } : message);
  };
}

/** Hears what changes under these topics until it is told to stop. One connection serves the whole page. */
export function listen(topics: readonly string[], hear: (news: LiveNews) => void): () => void {
  const listener: Listener = { topics, hear };
  listeners.add(listener);
  if (!source) open();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    source?.close();
    source = null;
    last = null;
  };
}

/** Hears what changes under these topics while the component stands. */
export function useLive(topics: readonly string[], handler: (news: LiveNews) => void): void {
  const latest = useRef(handler);
  latest.current = handler;
  const key = topics.join(' ');
  useEffect(() => listen(key.split(' '), (news) => latest.current(news)), [key]);
}
