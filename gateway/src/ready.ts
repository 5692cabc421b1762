import type { ReadyCheck } from '@colloquy/platform/http-server'

const TIMEOUT_MS = 2_000

/** Asks whether the service behind a subgraph's URL lives. It may be waiting for its own database: that is for it to say. */
export const subgraphLives =
  (routingUrl: string): ReadyCheck =>
  async () => {
    const response = await fetch(new URL('/health/live', routingUrl), {
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.body?.cancel()
    if (!response.ok) throw new Error(`answers ${response.status}`)
  }
