import { run } from '@colloquy/platform/process'
import { readMailWorkerConfig } from './config.ts'
import { startMailWorker } from './mail-worker.ts'

await run(() => startMailWorker(readMailWorkerConfig(process.env)))
