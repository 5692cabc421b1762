import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { z } from 'zod'

const axe = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

const WIDTHS = [1280, 390]
const THEMES = ['light', 'dark'] as const
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Colours change by transitions, and one that is inherited goes through several. */
const SETTLED = `(async () => {
  do await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  while (document.getAnimations().some(({ playState }) => playState === 'running'))
})()`

const findings = z.array(
  z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string(), failureSummary: z.string() })) }),
)

/**
 * Fails the test, which goes on, with what axe finds against WCAG 2.2 AA on the screen as it stands, at the width of a desk and of a phone, in both themes.
 * Leaves it at the width of a desk, in light. Selectors say what is not looked at.
 */
export async function audit(page: Page, screen: string, exceptFor: string[] = []): Promise<void> {
  const found: string[] = []
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 })
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      for (const { id, nodes } of await violations(page, exceptFor)) {
        for (const { html, failureSummary } of nodes)
          found.push(`${id} at ${width}, ${colorScheme}: ${html}\n${failureSummary}`)
      }
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' })
  expect.soft(found, screen).toEqual([])
}

async function violations(page: Page, exceptFor: string[]) {
  await page.evaluate(SETTLED)
  await page.evaluate(axe)
  const [where, options] = [{ exclude: exceptFor }, { runOnly: RULES, resultTypes: ['violations'] }]
  const run = `axe.run(${JSON.stringify(where)}, ${JSON.stringify(options)})`
  return z.object({ violations: findings }).parse(await page.evaluate(run)).violations
}
