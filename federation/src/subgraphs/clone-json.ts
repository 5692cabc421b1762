/** A copy of a JSON value; much quicker than structuredClone. */
export function cloneJson<Value>(value: Value): Value
export function cloneJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => cloneJson(item))
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) copy[key] = cloneJson(item)
  return copy
}
