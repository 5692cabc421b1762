import { serviceUnavailable } from './errors.ts'
import type { ReadyCheck } from './http-server.ts'
import type { Logger } from './logger.ts'

/** The clock of this machine, for as long as it goes like that of the others. */
export interface Clock extends Disposable {
  /**
   * Milliseconds since the epoch.
   * @throws DomainError SERVICE_UNAVAILABLE while this clock is too far from the reference
   */
  nowMs: () => number
  ready: ReadyCheck
}

/** How often the clocks are compared. */
const COMPARE_EVERY_MS = 10_000

/**
 * Compares this machine's clock with one that all processes can ask, now and then again and again; how long the answer takes
 * is allowed for. While the reference cannot be asked, what was found last holds.
 * @param readReferenceMs the reference's time, in milliseconds since the epoch
 * @param maxDifferenceMs how far this clock may be from it
 * @throws when the reference does not answer the first time
 */
export async function startClock({
  readReferenceMs,
  maxDifferenceMs,
  logger,
  compareEveryMs = COMPARE_EVERY_MS,
}: {
  readReferenceMs: () => Promise<number>
  maxDifferenceMs: number
  logger: Logger
  compareEveryMs?: number
}): Promise<Clock> {
  /** Positive when this clock is ahead. */
  let excessMs = 0

  const compare = async () => {
    const askedAtMs = Date.now()
    const referenceMs = await readReferenceMs()
    const answeredAtMs = Date.now()
    const wasRight = excessMs === 0
    const aheadMs = Math.max(0, askedAtMs - referenceMs)
    const behindMs = Math.max(0, referenceMs - answeredAtMs)
    excessMs = aheadMs > maxDifferenceMs ? aheadMs : behindMs > maxDifferenceMs ? -behindMs : 0
    if (excessMs !== 0) logger.error({ aheadMs: excessMs, maxDifferenceMs }, 'the clock of this machine is wrong')
    else if (!wasRight) logger.info('the clock of this machine is right again')
  }
  const refuse = () => {
    if (excessMs === 0) return
    throw new Error(`The clock of this machine is ${Math.abs(excessMs)} ms ${excessMs > 0 ? 'ahead' : 'behind'}.`)
  }

  await compare()
  const timer = setInterval(() => {
    compare().catch((error: unknown) => logger.warn({ err: error }, 'the clock could not be compared'))
  }, compareEveryMs).unref()
  return {
    nowMs() {
      try {
        refuse()
      } catch (error) {
        throw serviceUnavailable(error)
      }
      return Date.now()
    },
    ready: async () => refuse(),
    [Symbol.dispose]: () => clearInterval(timer),
  }
}
