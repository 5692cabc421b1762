import type { z } from 'zod'

/** What is kept or sent in one version of its shape, made into that of the next. */
export type Upcaster = (older: object) => object

/**
 * One type of event in all its versions: the shape of the newest, and what brings each older one up to the next. A version
 * follows when those who know only the older one would misread the newer; what may be left out needs none.
 */
export interface Versions<Shape> {
  shape: z.ZodType<Shape>
  /** The first makes version 2 of version 1, and so on. None is ever removed: what was stored once stays readable. */
  upcasters: readonly Upcaster[]
}

/**
 * Reads what was written in some version as the newest one.
 * @returns null when the version is newer than any known here, or the content is not what it should be
 */
export function readVersion<Shape>(
  { shape, upcasters }: Versions<Shape>,
  version: number,
  written: object,
): Shape | null {
  if (version > upcasters.length + 1) return null
  try {
    return shape.parse(upcasters.slice(version - 1).reduce((older, upcast) => upcast(older), written))
  } catch {
    return null
  }
}
