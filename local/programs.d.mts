export type ProgramName = 'redis' | 'rabbitmq' | 'chromium'
export interface MissingProgram {
  title: string
  package: string
  variable?: string
}

export const REDIS_SERVERS: string[]
export const RABBITMQ_SERVERS: string[]
export const EPMD: string[]
export function findProgram(names: string[]): Promise<string | undefined>
export function missingPrograms(
  names: ProgramName[],
  env: Record<string, string | undefined>,
): Promise<MissingProgram[]>
export function canInstall(): Promise<boolean>
export function describeMissing(missing: MissingProgram[]): Promise<string>
