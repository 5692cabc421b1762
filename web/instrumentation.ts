import type { Instrumentation } from 'next'
import { webConfig } from './features/config/environment.ts'
import { log } from './features/config/log.ts'

/** Next calls this once, before the first request: a wrong configuration stops the server here. */
export function register(): void {
  webConfig()
}

export const onRequestError: Instrumentation.onRequestError = (error, request, context) => {
  log('error', 'request failed', { error, path: request.path, method: request.method, route: context.routePath })
}
