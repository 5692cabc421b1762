'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { cn } from '../../ui/class-names.ts'
import type { Theme } from './theme.ts'
import { applyTheme, currentTheme, THEMES } from './theme.ts'

const LOOKS = {
  system: { label: 'As the system', icon: <Monitor /> },
  light: { label: 'Light', icon: <Sun /> },
  dark: { label: 'Dark', icon: <Moon /> },
}

/** Light, dark, or whatever the system is. */
export function ThemeToggle() {
  const [theme, setTheme] = useState<Theme>(currentTheme)
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset cannot be laid out in a menu
    <div role="group" aria-label="Appearance" className="flex gap-1 rounded-xl bg-muted p-1">
      {THEMES.map((option) => (
        <button
          key={option}
          type="button"
          aria-pressed={theme === option}
          aria-label={LOOKS[option].label}
          title={LOOKS[option].label}
          onClick={() => {
            applyTheme(option)
            setTheme(option)
          }}
          className={cn(
            'inline-flex h-10 flex-1 items-center justify-center rounded-lg text-muted-foreground [&_svg]:size-4',
            theme === option && 'bg-background text-foreground shadow-xs',
          )}
        >
          {LOOKS[option].icon}
        </button>
      ))}
    </div>
  )
}
