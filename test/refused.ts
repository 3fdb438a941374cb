import { Refusal } from '#kernel/decision.ts';

const outcomeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (fault: unknown) => {
      if (fault instanceof Refusal) return fault;
      throw fault;
    },
  );

/** The refusal in which the work ends; any other fault, and that it went through, fails the test. */
export async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const refusal = await outcomeOf(work);
  if (!refusal) throw new Error('was not refused');
  return refusal;
}

/** The code of the refusal in which the work ends, or 'went through'; any other fault fails the test. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  return (await outcomeOf(work))?.code ?? 'went through';
}
