import { readFile } from 'node:fs/promises'
import { z } from 'zod'

/** The part of vitest's JSON report that is counted. */
const report = z.object({
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
})

export interface Count {
  passed: number
  failed: number
}

/**
 * Counts a vitest run: every test, a file that did not load as one failure, and whatever did not pass (skipped, to do) as
 * failed, so that nothing is left out in silence. A run that failed without a failed test counts as one failure.
 */
export async function countTests(path: string, exitCode: number | null): Promise<Count> {
  const { testResults } = await readReport(path)
  const outcomes = testResults.flatMap(({ status, assertionResults }) =>
    assertionResults.length > 0 ? assertionResults.map((result) => result.status) : [status],
  )
  const passed = outcomes.filter((status) => status === 'passed').length
  const failed = outcomes.length - passed
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed }
}

async function readReport(path: string): Promise<z.infer<typeof report>> {
  try {
    return report.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    // Vitest ended before it wrote one, which its exit code says.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { testResults: [] }
    throw error
  }
}
