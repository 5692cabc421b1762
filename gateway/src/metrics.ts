import type { SubscriptionObserver } from '@colloquy/federation'
import { startHttpServer } from '@colloquy/platform/http-server'
import type { HttpServer } from '@colloquy/platform/http-server'
import type { Logger } from '@colloquy/platform/logger'
import { Counter, Registry } from 'prom-client'
import type { GatewayConfig } from './config.ts'

export interface GatewayMetrics {
  registry: Registry
  subscriptions: SubscriptionObserver
}

/** Makes the gateway's metrics. What is executed for each viewer alone costs the more the more viewers there are. */
export function createGatewayMetrics(): GatewayMetrics {
  const registry = new Registry()
  const started = new Counter({
    name: 'colloquy_subscriptions_started_total',
    help: 'Subscriptions that became live. Their events are executed once for all who select the same (shared), or for each viewer (per_viewer).',
    labelNames: ['field', 'execution'],
    registers: [registry],
  })
  const executed = new Counter({
    name: 'colloquy_event_executions_total',
    help: 'Executions of an event: for all who select the same (shared), or for one viewer (per_viewer).',
    labelNames: ['execution'],
    registers: [registry],
  })
  const executionOf = (isShared: boolean) => (isShared ? 'shared' : 'per_viewer')
  return {
    registry,
    subscriptions: {
      started: (field, isShared) => started.inc({ field, execution: executionOf(isShared) }),
      executed: (isShared) => executed.inc({ execution: executionOf(isShared) }),
    },
  }
}

/** Serves metrics at /metrics of a port of their own, since the gateway's is public. Null without such a port. */
export async function serveMetrics(
  { registry }: GatewayMetrics,
  {
    host,
    metricsPort,
    shutdownGraceMs,
    logger,
  }: Pick<GatewayConfig, 'host' | 'metricsPort' | 'shutdownGraceMs'> & { logger: Logger },
): Promise<HttpServer | null> {
  if (metricsPort === undefined) return null
  return startHttpServer({
    host,
    port: metricsPort,
    logger,
    routes: {
      async '/metrics'(_, response) {
        response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics())
      },
    },
    ready: {},
    graceMs: shutdownGraceMs,
  })
}
