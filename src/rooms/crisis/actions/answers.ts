import { Refusal } from '#kernel/decision.ts';
import { ageOn, dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';

/** Age in years today; null where no birth date is known. */
export const ageOf = (call: Call, birthDate: string | null | undefined): number | null =>
  birthDate ? ageOn(Temporal.PlainDate.from(birthDate), dayInBerlin(call.now)) : null;

/** Refuses answers that the script does not know, each with its pointer. */
export function insistAnswers(
  body: { questions: readonly { id: string; answers: readonly { code: string }[] }[] },
  answers: Record<string, string>,
): void {
  const unknown = Object.entries(answers).filter(
    ([id, answer]) => !body.questions.find((question) => question.id === id)?.answers.some(({ code }) => code === answer),
  );
  if (unknown.length > 0)
    throw new Refusal('invalid-input', { errors: unknown.map(([id]) => ({ pointer: `/script/answers/${id}`, code: 'answer-unknown' })) });
}
