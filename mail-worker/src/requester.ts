import type { MailJob } from '@colloquy/schema/jobs'
import { describeDevice } from '@colloquy/schema/device'
import type { Facts } from './mail-html.ts'

const timeFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })

/** Who is behind a mail, as its reader may recognise them: device, network address and time. */
export const requesterOf = ({ userAgent, ip }: Pick<MailJob, 'userAgent' | 'ip'>, at: Date): Facts => [
  ['Device', describeDevice(userAgent)],
  ['IP address', ip ?? 'unknown'],
  ['Time', `${timeFormat.format(at)} UTC`],
]

export const factsText = (facts: Facts): string => facts.map(([label, value]) => `  ${label}: ${value}`).join('\n')
