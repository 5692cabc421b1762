/**
 * Lets equal requests that are under way at the same time share one answer, which nobody may change. Requests are equal when
 * their JSON is. Keeps nothing once it is answered; a failure is that of all who shared it.
 */
export function singleFlight<Request, Result>(
  ask: (request: Request) => Promise<Result>,
): (request: Request) => Promise<Result> {
  const underWay = new Map<string, Promise<Result>>()
  return (request) => {
    const key = JSON.stringify(request)
    const known = underWay.get(key)
    if (known) return known
    const asked = ask(request).finally(() => underWay.delete(key))
    underWay.set(key, asked)
    return asked
  }
}
