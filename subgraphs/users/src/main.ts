import { run } from '@colloquy/platform/process'
import { readUsersConfig } from './config.ts'
import { startUsers } from './users.ts'

await run(() => startUsers(readUsersConfig(process.env)))
