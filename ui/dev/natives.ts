// Parts of some packages are programs made for one system. npm leaves out such a part without a
// word when it takes it for unfit, and the build fails later with a riddle. This loads what the
// lock file names for this system, and says which part is missing.

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

interface Locked {
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

const require = createRequire(`${process.cwd()}/package.json`);

/** glibc or musl; only Linux has the choice. */
function libc(): string {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime === undefined ? "musl" : "glibc";
}

function isOfThisSystem(part: Locked): boolean {
  if (part.optional !== true || part.os === undefined || part.cpu === undefined) return false;
  const fits = part.os.includes(process.platform) && part.cpu.includes(process.arch);
  return fits && (part.libc === undefined || part.libc.includes(libc()));
}

/** Why a part cannot be used, or nothing. */
function fault(folder: string): string | undefined {
  if (!existsSync(`${folder}/package.json`)) return "is not installed";
  const { main } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as { main?: string };
  if (main?.endsWith(".node") !== true) return undefined;
  try {
    require(`./${folder}/${main}`);
    return undefined;
  } catch (error) {
    return `does not load: ${String(error)}`;
  }
}

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  packages: Record<string, Locked>;
};
for (const [folder, part] of Object.entries(lock.packages)) {
  const why = isOfThisSystem(part) ? fault(folder) : undefined;
  if (why !== undefined) {
    console.error(`${folder.replace("node_modules/", "")} ${why}`);
    process.exitCode = 1;
  }
}
