import { createUserLimit } from '@colloquy/platform/rate-limit'
import type { RedisConnection } from '@colloquy/platform/redis'
import type { SecurityLog } from '@colloquy/platform/security-log'

/**
 * What one user may upload in 24 hours; past it, RATE_LIMITED.
 *
 * | limit        | default | environment          |
 * | ------------ | ------: | -------------------- |
 * | files        |   1,000 | UPLOADS_PER_DAY      |
 * | bytes        |   2 GiB | UPLOAD_BYTES_PER_DAY |
 *
 * The largest single file is in upload.ts.
 */
export const defaultUploadLimits = { filesPerDay: 1_000, bytesPerDay: 2 * 1024 ** 3 }

export type UploadLimits = typeof defaultUploadLimits

const DAY_SECONDS = 24 * 60 * 60

/** Counts uploads by owner: by number, and by the bytes that they are said to have. */
export function createUploadLimits(
  redis: RedisConnection,
  { filesPerDay, bytesPerDay }: UploadLimits,
  securityLog: SecurityLog,
) {
  const aDay = { windowSeconds: DAY_SECONDS, securityLog }
  return {
    files: createUserLimit(redis, { name: 'uploads', points: filesPerDay, ...aDay }),
    bytes: createUserLimit(redis, { name: 'upload-bytes', points: bytesPerDay, ...aDay }),
  }
}
