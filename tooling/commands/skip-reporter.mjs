// A reporter of vitest: writes why tests were skipped, as `{ [reason]: tests }`, to the file that SEQLOOM_SKIP_REASONS names.
// The json reporter leaves the reasons out.
import { writeFileSync } from 'node:fs';

export default class SkipReporter {
  onTestRunEnd(modules) {
    const reasons = {};
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        // `test.skip` and `skipIf` take no reason: the title says it.
        const reason = test.result().note ?? test.fullName;
        reasons[reason] = (reasons[reason] ?? 0) + 1;
      }
    }
    writeFileSync(process.env.SEQLOOM_SKIP_REASONS, JSON.stringify(reasons));
  }
}
