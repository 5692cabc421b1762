'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { DropdownMenuChoice } from '../../ui/dropdown-menu.tsx'
import type { Theme } from './theme.ts'
import { applyTheme, currentTheme, THEMES } from './theme.ts'

const LOOKS = {
  system: { label: 'As the system', icon: <Monitor /> },
  light: { label: 'Light', icon: <Sun /> },
  dark: { label: 'Dark', icon: <Moon /> },
}
const OPTIONS = THEMES.map((value) => ({ value, ...LOOKS[value] }))

/** Light, dark, or whatever the system is: a part of a menu. */
export function ThemeToggle() {
  const [theme, setTheme] = useState<Theme>(currentTheme)
  const choose = (chosen: Theme) => {
    applyTheme(chosen)
    setTheme(chosen)
  }
  return <DropdownMenuChoice label="Appearance" options={OPTIONS} value={theme} onChange={choose} />
}
