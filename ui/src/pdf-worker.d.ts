// What the bundler gives for a file that is only named: where it lies.

declare module "*.mjs?url" {
  const address: string;
  export { address as default };
}
