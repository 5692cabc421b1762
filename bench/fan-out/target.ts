import { setTimeout as pause } from 'node:timers/promises'
import { cpuTimeMs } from '../cpu-time.ts'
import { until } from '../until.ts'

/** A server, with the sockets that it delivers to. */
export interface Target extends AsyncDisposable {
  name: string
  pid: number
  sockets: number
  /** Sends one message to all of its sockets. */
  publish: () => Promise<unknown>
  /** How many messages the sockets have received so far, all together. */
  received: () => number
}

/**
 * Publishes messages at a steady pace and waits for all deliveries.
 * @returns CPU time that the server's process used for each, in µs
 */
export async function cpuPerDelivery(
  { name, pid, sockets, publish, received }: Target,
  { messages, intervalMs }: { messages: number; intervalMs: number },
): Promise<number> {
  const expected = received() + messages * sockets
  const before = await cpuTimeMs(pid)
  for (let message = 0; message < messages; message++) {
    await publish()
    await pause(intervalMs)
  }
  await until(`${name} has delivered everything`, () => received() >= expected)
  if (received() > expected) throw new Error(`${name} has delivered ${received() - expected} too many`)
  return (((await cpuTimeMs(pid)) - before) * 1_000) / (messages * sockets)
}
