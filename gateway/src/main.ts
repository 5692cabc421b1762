import { run } from '@colloquy/platform/process'
import { readGatewayConfig } from './config.ts'
import { startGateway } from './gateway.ts'

await run(() => startGateway(readGatewayConfig(process.env)))
