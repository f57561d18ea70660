declare module '*.yml' {
  const spec: import('./packages/host/src/spec.ts').ActionSpec;
  export default spec;
}
