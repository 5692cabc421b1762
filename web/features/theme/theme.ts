export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** A cookie rather than storage: the server knows it and renders the page in the right colours at once. */
export const THEME_COOKIE = 'theme'
const ONE_YEAR_SECONDS = 365 * 24 * 60 * 60

export const parseTheme = (value: string | undefined): Theme => THEMES.find((theme) => theme === value) ?? 'system'

/** Shows the page in a theme from now on. */
export function applyTheme(theme: Theme): void {
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${ONE_YEAR_SECONDS}; samesite=lax`
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

/** The theme the page is shown in. */
export const currentTheme = (): Theme => parseTheme(document.documentElement.dataset['theme'])
