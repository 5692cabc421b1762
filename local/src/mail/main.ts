import { port, readEnv } from '@colloquy/platform/config'
import { createLogger } from '@colloquy/platform/logger'
import { run } from '@colloquy/platform/process'
import { z } from 'zod'
import { startMailCatcher } from './mail-catcher.ts'

const variables = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: port(),
  SMTP_PORT: port(),
  DATA_DIR: z.string(),
})

await run(() => {
  const env = readEnv(variables, process.env)
  const logger = createLogger('mail', 'info')
  return startMailCatcher({ host: env.HOST, port: env.PORT, smtpPort: env.SMTP_PORT, directory: env.DATA_DIR, logger })
})
