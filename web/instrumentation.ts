import type { Instrumentation } from 'next'

/** Next calls this once, before the first request: a wrong configuration stops the server here. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  const { requireConfig } = await import('./features/config/require-config.ts')
  requireConfig()
  const { notePeers } = await import('./features/session/server/peer-address.ts')
  notePeers()
  if (process.env['NODE_ENV'] === 'production') {
    const { refuseUpgrades } = await import('./features/config/no-upgrades.ts')
    refuseUpgrades()
  }
}

export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  const { log } = await import('./features/config/log.ts')
  log('error', 'request failed', { error, path: request.path, method: request.method, route: context.routePath })
}
