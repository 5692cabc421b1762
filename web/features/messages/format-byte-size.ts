const UNITS = ['byte', 'kilobyte', 'megabyte'] as const

/** 1.5 MB */
export function formatByteSize(byteSize: number): string {
  const power = byteSize < 1000 ? 0 : byteSize < 1_000_000 ? 1 : 2
  return new Intl.NumberFormat('en', {
    style: 'unit',
    unit: UNITS[power],
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 2 ? 1 : 0,
  }).format(byteSize / 1000 ** power)
}
