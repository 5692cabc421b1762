import { webConfig } from '../../../features/config/environment.ts'
import { READY } from '../../../features/session/server/gateway-operations.ts'

const GATEWAY_TIMEOUT_MS = 2000

/** Ready when the gateway answers, as without it there is nothing to show. */
export async function GET(): Promise<Response> {
  const failed = await gatewayFailure(webConfig().gatewayUrl)
  return Response.json(failed ? { status: 'unready', failed: { gateway: failed } } : { status: 'ready' }, {
    status: failed ? 503 : 200,
    headers: { 'cache-control': 'no-store' },
  })
}

async function gatewayFailure(gatewayUrl: string): Promise<string | null> {
  try {
    const response = await fetch(gatewayUrl, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: READY }),
      signal: AbortSignal.timeout(GATEWAY_TIMEOUT_MS),
    })
    return response.ok ? null : `answered ${response.status}`
  } catch (error) {
    // fetch hides in the cause what was the matter.
    const reason = error instanceof Error ? (error.cause ?? error) : error
    return reason instanceof Error ? reason.message : String(reason)
  }
}
