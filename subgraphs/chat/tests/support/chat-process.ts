import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { pemOf } from '@colloquy/platform/testing/key-pair'
import type { ChatConfig } from '../../src/config.ts'
import { createClient } from './test-chat.ts'
import type { TestChat } from './test-chat.ts'

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** The chat subgraph as a process of its own, which can be killed without a chance to clean up. */
export async function startChatProcess(config: ChatConfig): Promise<TestChat & { kill: () => Promise<void> }> {
  const child = spawn(process.execPath, [MAIN], { env: environmentOf(config), stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()))
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  for await (const line of createInterface(child.stdout)) {
    const { msg, port }: { msg: string; port?: number } = JSON.parse(line)
    if (msg !== 'listening') continue
    child.stdout.resume()
    const client = createClient(`http://127.0.0.1:${port}`)
    return { ...client, kill: () => end('SIGKILL'), [Symbol.asyncDispose]: () => end('SIGTERM') }
  }
  throw new Error('The chat process ended before it listened.')
}

function environmentOf({ s3, ...config }: ChatConfig): NodeJS.ProcessEnv {
  return {
    HOST: config.host,
    PORT: '0',
    CHAT_PRIVATE_KEY: pemOf(config.assertionKey),
    GATEWAY_PUBLIC_KEYS: config.trusted.gateway.map(pemOf).join(''),
    MONGODB_URL: config.mongodbUrl,
    REDIS_URL: config.redisUrl,
    USERS_URL: config.usersUrl,
    S3_ENDPOINT: s3.endpoint,
    S3_REGION: s3.region,
    S3_BUCKET: s3.bucket,
    S3_ACCESS_KEY_ID: s3.accessKeyId,
    S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
    S3_FORCE_PATH_STYLE: String(s3.forcePathStyle),
  }
}
