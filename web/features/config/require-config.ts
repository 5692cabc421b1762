import 'server-only'
import { webConfig } from './environment.ts'

/** Ends this process when its configuration is wrong, with what is wrong; Next itself would go on and fail each request. */
export function requireConfig(): void {
  try {
    webConfig()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  }
}
