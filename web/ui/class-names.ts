import type { ClassValue } from 'clsx'
import { clsx } from 'clsx'
import { twMerge } from 'tailwind-merge'

/** Class names joined, the later of two that contradict each other winning. */
export const cn = (...inputs: ClassValue[]): string => twMerge(clsx(inputs))
