import 'server-only'
import type { WebConfig } from './web-config.ts'
import { readWebConfig } from './web-config.ts'

/** This server's configuration, from the one place that reads the environment. */
export const webConfig = (): WebConfig => readWebConfig(process.env)
