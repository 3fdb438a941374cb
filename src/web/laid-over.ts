/**
 * What was typed over `from`, laid over what holds now: the parts that nobody touched follow it, the others stay as typed.
 * @param typed made from `from` part by part, so that an untouched part is the same object
 */
export function laidOver<Value extends object>(now: Value, from: Value, typed: Value): Value {
  const next = { ...now };
  for (const key in typed) if (typed[key] !== from[key]) next[key] = typed[key];
  return next;
}
