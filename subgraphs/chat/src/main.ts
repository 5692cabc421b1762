import { run } from '@colloquy/platform/process'
import { startChat } from './chat.ts'
import { readChatConfig } from './config.ts'

await run(() => startChat(readChatConfig(process.env)))
