import type { KeyObject } from 'node:crypto'
import { flag, port, readEnv, serviceEnv, urlOf, whole } from '@colloquy/platform/config'
import type { Env } from '@colloquy/platform/config'
import type { S3Options } from '@colloquy/platform/s3'
import { privateKeyPem, publicKeysPem } from '@colloquy/platform/signing-keys'
import { z } from 'zod'
import { defaultUploadLimits } from './attachments/limits.ts'
import type { UploadLimits } from './attachments/limits.ts'
import { INVITATIONS_PER_DAY } from './people/invitations.ts'
import type { InvitationNumbers } from './people/invitations.ts'

export interface ChatConfig {
  host: string
  port: number
  logLevel: string
  shutdownGraceMs: number
  /** Signs what chat says of itself to users. */
  assertionKey: KeyObject
  trusted: { gateway: KeyObject[] }
  mongodbUrl: string
  redisUrl: string
  /** The users subgraph's /graphql. */
  usersUrl: string
  s3: S3Options
  uploadLimits: UploadLimits
  invitations: InvitationNumbers
}

const chatEnv = serviceEnv.extend({
  PORT: port().default(4002),
  CHAT_PRIVATE_KEY: privateKeyPem(),
  GATEWAY_PUBLIC_KEYS: publicKeysPem(),
  MONGODB_URL: urlOf('mongodb', 'mongodb\\+srv'),
  REDIS_URL: urlOf('redis', 'rediss'),
  USERS_URL: urlOf('http', 'https'),
  S3_ENDPOINT: urlOf('http', 'https').optional(),
  S3_PUBLIC_ENDPOINT: urlOf('http', 'https').optional(),
  S3_REGION: z.string(),
  S3_BUCKET: z.string(),
  S3_ACCESS_KEY_ID: z.string(),
  S3_SECRET_ACCESS_KEY: z.string(),
  S3_FORCE_PATH_STYLE: flag().default(false),
  STRANGERS_INVITED_PER_DAY: whole(1).default(INVITATIONS_PER_DAY.strangers),
  PEOPLE_INVITED_PER_DAY: whole(1).default(INVITATIONS_PER_DAY.people),
  UPLOADS_PER_DAY: whole(1).default(defaultUploadLimits.filesPerDay),
  UPLOAD_BYTES_PER_DAY: whole(1).default(defaultUploadLimits.bytesPerDay),
})

/**
 * The configuration of the chat subgraph, from its environment.
 * @throws ConfigError naming every variable that is missing or wrong
 */
export function readChatConfig(env: Env): ChatConfig {
  const values = readEnv(chatEnv, env)
  return {
    host: values.HOST,
    port: values.PORT,
    logLevel: values.LOG_LEVEL,
    shutdownGraceMs: values.SHUTDOWN_GRACE_MS,
    assertionKey: values.CHAT_PRIVATE_KEY,
    trusted: { gateway: values.GATEWAY_PUBLIC_KEYS },
    mongodbUrl: values.MONGODB_URL,
    redisUrl: values.REDIS_URL,
    usersUrl: values.USERS_URL,
    s3: {
      endpoint: values.S3_ENDPOINT,
      publicEndpoint: values.S3_PUBLIC_ENDPOINT,
      region: values.S3_REGION,
      bucket: values.S3_BUCKET,
      accessKeyId: values.S3_ACCESS_KEY_ID,
      secretAccessKey: values.S3_SECRET_ACCESS_KEY,
      forcePathStyle: values.S3_FORCE_PATH_STYLE,
    },
    invitations: { strangers: values.STRANGERS_INVITED_PER_DAY, people: values.PEOPLE_INVITED_PER_DAY },
    uploadLimits: { filesPerDay: values.UPLOADS_PER_DAY, bytesPerDay: values.UPLOAD_BYTES_PER_DAY },
  }
}
