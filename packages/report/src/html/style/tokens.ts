/** Colours, type and space. Text on its ground is at least 4.5:1, graphics at least 3:1 (WCAG 2.2, 1.4.3 and 1.4.11). */
export const TOKENS: string = `
:root {
  color-scheme: light dark;
  --paper: #f7f8f8; --card: #ffffff; --raised: #f1f3f4;
  --ink: #14191e; --soft: #55606b; --line: #dfe3e6; --edge: #818b95;
  --accent: #14657f; --accent-ground: #e3f0f4;
  --good: #0d6b42; --good-ground: #e2f3ea; --bad: #ad2418; --bad-ground: #fbe9e7; --warn: #855000; --warn-ground: #fbf0dc;
  --p-codeAndData: #2b5a87; --p-pclntab: #2a7f86; --p-symbols: #9c6a0a; --p-debug: #b5532a; --p-padding: #7c858e; --p-whole: #55606b;
  --on-part: #ffffff;
  --sans: -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
  --round: 10px;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0e1216; --card: #151a20; --raised: #1c232a;
    --ink: #e8ecef; --soft: #a2adb8; --line: #29323a; --edge: #6d7984;
    --accent: #74c4dc; --accent-ground: #12313c;
    --good: #62cf98; --good-ground: #10301f; --bad: #ff9a8d; --bad-ground: #3b1714; --warn: #ebb455; --warn-ground: #35260b;
    --p-codeAndData: #6ba0d6; --p-pclntab: #56b8b8; --p-symbols: #dfab4c; --p-debug: #e58f66; --p-padding: #85909b; --p-whole: #a2adb8;
    --on-part: #0c1013;
  }
}
.p-codeAndData { --part: var(--p-codeAndData); } .p-pclntab { --part: var(--p-pclntab); } .p-symbols { --part: var(--p-symbols); }
.p-debug { --part: var(--p-debug); } .p-padding { --part: var(--p-padding); } .p-whole { --part: var(--p-whole); }
rect[class^="p-"] { fill: var(--part); }
rect.left { fill: color-mix(in srgb, var(--part) 20%, var(--card)); }
`;
