import type { ReactNode } from 'react';
import { useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';

export type Answer = 'yes' | 'partly' | 'open' | 'no';

/** The four outlines; readable at 12 px and in grey. */
export function AnswerMark({ answer }: { answer: Answer }) {
  return (
    <svg className="mark" viewBox="0 0 16 16" aria-hidden="true">
      {SHAPES[answer]}
    </svg>
  );
}

const SHAPES: Record<Answer, ReactNode> = {
  yes: (
    <path
      fill="currentColor"
      fillRule="evenodd"
      d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm3.9 5.2-4.6 5a.8.8 0 0 1-1.15.02L4 9.1l1.1-1.1 1.6 1.55 4.05-4.4z"
    />
  ),
  partly: <path fill="currentColor" fillRule="evenodd" d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 1.5a5.5 5.5 0 0 1 0 11z" />,
  open: (
    <>
      <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.6 2.27" />
      <path
        d="M6.1 6.4a1.95 1.95 0 1 1 2.75 1.8c-.5.24-.85.55-.85 1.15"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
      />
      <circle cx="8" cy="11.3" r=".95" fill="currentColor" />
    </>
  ),
  no: (
    <>
      <rect x="1.75" y="1.75" width="12.5" height="12.5" rx="2" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="m5.2 5.2 5.6 5.6m0-5.6-5.6 5.6" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
    </>
  ),
};

/** A criterion with its answer: the shape, the verdict in hidden text, the word. */
export function Reason({ answer, children }: { answer: Answer; children: ReactNode }) {
  const w = useWords(shell);
  return (
    <span className={`tag ${answer}`}>
      <AnswerMark answer={answer} />
      <span>
        <span className="vh">{w.answer[answer]}: </span>
        {children}
      </span>
    </span>
  );
}

/** The filled octagon of faults and of what is overdue. */
export function Octagon() {
  return (
    <svg className="i" viewBox="0 0 24 24" aria-hidden="true">
      <path
        fill="currentColor"
        fillRule="evenodd"
        d="M8 2h8a1.4 1.4 0 0 1 1 .4L21.6 7a1.4 1.4 0 0 1 .4 1v8a1.4 1.4 0 0 1-.4 1L17 21.6a1.4 1.4 0 0 1-1 .4H8a1.4 1.4 0 0 1-1-.4L2.4 17A1.4 1.4 0 0 1 2 16V8a1.4 1.4 0 0 1 .4-1L7 2.4A1.4 1.4 0 0 1 8 2Zm4 4.6a1.15 1.15 0 0 0-1.15 1.15v5a1.15 1.15 0 0 0 2.3 0v-5A1.15 1.15 0 0 0 12 6.6Zm0 8.7a1.3 1.3 0 1 0 0 2.6 1.3 1.3 0 0 0 0-2.6Z"
      />
    </svg>
  );
}
